import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRequest } from '#strata/platform/http';
import { PACKAGE_ROOT } from '#strata/platform';
import { openMemory } from '#strata/tables';
import { seededRandom } from '#sdk';
import { readExperiment, sumsOfFile } from '../readout/index.js';
import { readSums, readSumsFile, sumsBody, sumsJsonSchema } from './index.js';

const ARM = { people: 2000, 'converted*value': 900, value: 900, 'value*value': 9000 };
const ARMS = [
  { arm: 'control', converted: 200, ...ARM },
  { arm: 'model', converted: 300, ...ARM },
];

describe('the sums of a warehouse', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sums-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('by the SQL of the docs give the readout of the file that it added up', async () => {
    const file = join(folder, 'people.csv');
    await writeFile(file, people(4000));
    const rows = await runDocumentedSql(file);
    const body = parseRequest(sumsBody, { arms: rows, inSeveralArms: 1, margin: 0.3 });
    const known = await sumsOfFile({
      ...{ file, arm: 'arm', person: 'person', segments: [], winsorise: 1 },
      columns: { converted: 'converted', value: 'value', cost: 'cost', before: 'before' },
    });
    const read = readExperiment(known, { level: 0.95, margin: 0.3, peeking: { tightestAt: 4000 } });
    expect(read.comparisons[0]?.metrics.map(({ metric }) => metric)).toEqual([
      'conversion',
      'value',
      'profit',
      'return',
    ]);
    expect(readSums({ ...body, tightestAt: 4000 })).toEqual(read);
  });

  it('tell effects by what people are', () => {
    const segments = ARMS.map((row) => ({ ...row, by: 'city', is: 'Wuhan' }));
    const read = readSums(parseRequest(sumsBody, { arms: ARMS, segments }));
    expect(read.verdict.kind).toBe('ship');
    expect(read.segments).toMatchObject([{ by: 'city', value: 'Wuhan', arm: 'model', people: 4000 }]);
  });

  it.each([
    ['a name that is nearly right', { arms: ARMS, inSeveralArm: 3 }, '/inSeveralArm', 'inSeveralArms'],
    ['a control that is no arm', { arms: ARMS, control: 'contrl' }, '/control', 'control'],
    ['no control', { arms: ARMS.map((row) => ({ ...row, arm: `${row.arm}s` })) }, '/control', 'controls'],
    [
      'a segment of an arm that is not there',
      { arms: ARMS, segments: [{ ...ARMS[0], arm: 'modle', by: 'a', is: 'b' }] },
      '/segments/0/arm',
      'model',
    ],
    ['an arm twice', { arms: [...ARMS, ARMS[1]] }, '/arms/2/arm', undefined],
    [
      'more who converted than there are',
      { arms: [ARMS[0], { ...ARMS[1], converted: 2001 }] },
      '/arms/1/converted',
      undefined,
    ],
    [
      'squares that no people have',
      { arms: [ARMS[0], { ...ARMS[1], 'value*value': 1 }] },
      '/arms/1/value*value',
      undefined,
    ],
    [
      'a sum without its products',
      { arms: ARMS.map((row) => ({ ...row, cost: 4 })) },
      '/arms/0/converted*cost',
      undefined,
    ],
    ['a sum of one arm only', { arms: [ARMS[0], { ...ARMS[1], cost: 4 }] }, '/arms/1/cost', undefined],
  ])('are refused for %s, with the place', (_, body, pointer, nearest) => {
    const [problem] = refusedProblems(body);
    expect(problem).toMatchObject({ pointer, ...(nearest === undefined ? {} : { nearest }) });
    expect(problem?.expected).toEqual(expect.any(String));
  });

  it('name the file that is wrong', async () => {
    const file = join(folder, 'sums.json');
    await writeFile(file, '{"arms": 3}');
    await expect(readSumsFile(file)).rejects.toMatchObject({
      code: 'BAD_FILE',
      problems: [{ file, pointer: '/arms' }],
    });
    await writeFile(file, '{"arms"');
    await expect(readSumsFile(file)).rejects.toMatchObject({ code: 'BAD_FILE', problems: [{ file }] });
    await expect(readSumsFile(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  it('have a schema that is current (else run `node scripts/schemas.mjs`)', async () => {
    const stored = await readFile(join(PACKAGE_ROOT, 'docs/schemas/experiment-sums.json'), 'utf8');
    expect(JSON.parse(stored)).toEqual(sumsJsonSchema());
  });
});

/** Rows of people, one of them in both arms; amounts are quarters, which add up exactly in any order. */
function people(rows: number): string {
  const random = seededRandom(11);
  const lines = Array.from({ length: rows }, (_, person) => {
    const arm = person % 2 === 0 ? 'baseline' : 'model';
    const converted = Number(random.uniform() < (arm === 'model' ? 0.2 : 0.1));
    const [spent, before] = [random.integer(400) / 4, random.integer(400) / 4];
    return [`p${person}`, arm, converted, converted * spent, arm === 'model' ? 0.25 : 0.5, before].join();
  });
  return ['person,arm,converted,value,cost,before', ...lines, 'p0,model,0,,,'].join('\n');
}

async function runDocumentedSql(file: string): Promise<readonly unknown[]> {
  const page = await readFile(join(PACKAGE_ROOT, 'docs/experiments.md'), 'utf8');
  const sql = /```sql\n(with people[\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { connection, close } = await openMemory();
  try {
    await connection.run(`create table drawn as select * from read_csv('${file}')`);
    const result = await connection.runAndReadAll(`select * from (${sql}) order by arm`);
    return result
      .getRowObjects()
      .map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, key === 'arm' ? cell : Number(cell)])),
      );
  } finally {
    close();
  }
}

function refusedProblems(body: unknown) {
  try {
    parseRequest(sumsBody, body);
    return [];
  } catch (error) {
    return (error as { problems: readonly { pointer?: string; expected?: string; nearest?: string }[] }).problems;
  }
}
