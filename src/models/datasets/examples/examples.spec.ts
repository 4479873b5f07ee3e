import { copyFile, link, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelParts, openModelParts } from '../../../../test/support/model-parts.js';
import { type ModelDocument } from '#strata/engine';
import { seededRandom } from '#sdk';
import { evaluateModel } from '../../proof/evaluation/index.js';
import { gatherExamples } from '../open-source.js';
import { scoreFile } from '../../score-files/index.js';
import { trainModel } from '../../training/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-tables-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string | Buffer): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const times = <T>(count: number, value: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => value(index));

const DOCUMENT: ModelDocument = {
  id: 'buys',
  title: 'Buys',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { column: 'bought' },
  features: ['spend', 'city'],
  minimum: { positives: 50, negatives: 50 },
  refit: false,
};

/** People who buy the more the more they spent. */
function people(rows: number, spendOf: (spend: number, row: number) => string): string {
  const random = seededRandom(5);
  const lines = times(rows, (row) => {
    const spend = Math.round(10_000 * random.uniform()) / 100;
    const bought = random.uniform() < spend / 100 ? 1 : 0;
    return `c${String(row % (rows / 4))},"${spendOf(spend, row)}",${row % 2 === 0 ? 'Rome' : 'Bonn'},${String(bought)}`;
  });
  return `customer_id,spend,city,bought\n${lines.join('\n')}`;
}

describe('examples', () => {
  const examplesOf = async (text: string, document: Partial<ModelDocument> = {}, name = 'examples.csv') => {
    const file = await write(name, text);
    return (await gatherExamples({ ...DOCUMENT, ...document }, { kind: 'file', file })).examples;
  };

  it('refuse the label among the features', async () => {
    await expect(examplesOf(people(40, String), { features: ['spend', 'bought'] })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ pointer: '/features/1', message: '"bought" is what the model is to predict' }],
    });
  });

  it('refuse the named person and the treatment of an uplift model among the features', async () => {
    const features = ['spend', 'city'];
    await expect(examplesOf(people(40, String), { features, person: 'city' })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ pointer: '/features/1', message: '"city" names the person' }],
    });
    const uplift = { task: 'uplift' as const, treatment: { column: 'city', control: 'Bonn' } };
    await expect(examplesOf(people(40, String), { features, ...uplift })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ pointer: '/features/1', message: '"city" says what each person got' }],
    });
  });

  it('may have a label above a limit', async () => {
    const { label, notes } = await examplesOf('spend,city\n0,a\n5,b\n0,c\n', {
      label: { column: 'spend', above: 0 },
      features: ['city'],
    });
    expect([...label]).toEqual([0, 1, 0]);
    expect(notes).toEqual(['"spend" above 0 counts as success: 1 of 3 rows']);
  });

  it.each(['customer_id', 'customerId', 'CustomerID', 'Customer ID', 'client-id', 'crm_user_id', 'MEMBER_NO', 'id'])(
    'keep the rows of a person together by %s',
    async (name) => {
      const text = people(40, String).replace('customer_id', name);
      const examples = await examplesOf(text);
      expect(examples.keyColumn).toBe(name);
      expect(examples.keyOf(0)).toBe(examples.keyOf(10));
      expect(examples.notes).toContain(`40 rows are of 10 people (${name}): a split by hash is one of people`);
    },
  );

  it('name what repeats where nobody knows that it names people', async () => {
    const text = people(40, String).replace('customer_id', 'loyaltyRef');
    const { keyColumn, notes } = await examplesOf(text);
    expect(keyColumn).toBeNull();
    expect(notes.join()).toContain('"loyaltyRef" repeats, 10 values in 40 rows');
    expect((await examplesOf(text, { person: 'loyaltyRef' })).keyColumn).toBe('loyaltyRef');
  });

  it('make no single person of those whose id is missing', async () => {
    const examples = await examplesOf('customer_id,spend,city,bought\nNA,1,a,0\nNA,2,b,1\n,3,c,0\n');
    expect(new Set([0, 1, 2].map((row) => examples.keyOf(row))).size).toBe(3);
  });

  it('refuse a control that nobody got, with the values that there are', async () => {
    const document = { features: ['spend'], task: 'uplift', treatment: { column: 'city', control: 'Paris' } } as const;
    await expect(examplesOf(people(40, String), document)).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ message: 'no row of column "city" has the control "Paris"; there are Rome, Bonn' }],
    });
  });
});

describe('a version', () => {
  let parts: ModelParts;
  beforeAll(async () => {
    parts = await openModelParts();
  }, 60_000);
  afterAll(() => parts.close());

  const train = async (file: string) =>
    await trainModel({ ...parts, document: DOCUMENT, source: { kind: 'file', file } });

  it('reads other files as it was trained to, and says what is missing', async () => {
    const comma = (spend: number) => String(spend).replace('.', ',');
    const trained = await train(await write('train.csv', people(1200, comma)));
    expect(trained.report.read.columns).toEqual({
      spend: { kind: 'number', number: { decimal: ',' } },
      city: { kind: 'category' },
    });
    const out = join(folder, 'scores.csv');
    const { version } = trained.version;
    const file = await write('score.csv', 'spend,city\n"99,5",Rome\n99,Rome\nn/a,Rome\n');
    const scored = await scoreFile({ ...parts, document: DOCUMENT, file, out, version, force: true });
    expect(scored.notes).toEqual(['1 cell of "spend" is no number and counts as missing: "n/a" (1)']);
    const [, half, whole] = (await readFile(out, 'utf8')).split('\n').map((line) => Number(line.split(',')[1]));
    expect(Math.abs((half ?? 0) - (whole ?? 1))).toBeLessThan(0.02);
    const points = await write('points.csv', 'spend,city\n99.5,Rome\n12.5,Rome\n');
    const scoring = scoreFile({ ...parts, document: DOCUMENT, file: points, out, version, force: true });
    await expect(scoring).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ expected: expect.stringContaining('numbers, written as 1234,5') as string }],
    });
  });

  it('knows the file that it was trained on with another end, and only that', async () => {
    const text = people(1200, String);
    const { version } = (await train(await write('end.csv', text))).version;
    const basisOf = async (name: string, changed: string) => {
      const file = await write(name, changed);
      return (await evaluateModel({ ...parts, document: DOCUMENT, source: { kind: 'file', file }, version })).basis;
    };
    expect(await basisOf('newline.csv', `${text}\n`)).toBe('hold-out');
    expect(await basisOf('newlines.csv', `${text}\r\n`)).toBe('hold-out');
    expect(await basisOf('more.csv', `${text}\nc1,5,Rome,1\n`)).toBe('all rows');
  });

  it('is never scored over its own input', async () => {
    const { version } = (await train(await write('input.csv', people(1200, String)))).version;
    const file = join(folder, 'input.csv');
    const before = await readFile(file, 'utf8');
    await symlink(file, join(folder, 'link.csv'));
    await link(file, join(folder, 'hard.csv'));
    for (const out of [
      file,
      join(folder, '.', 'city=Rome', '..', 'input.csv'),
      join(folder, 'link.csv'),
      join(folder, 'hard.csv'),
    ]) {
      await expect(scoreFile({ ...parts, document: DOCUMENT, file, out, version })).rejects.toMatchObject({
        code: 'BAD_USAGE',
      });
    }
    expect(await readFile(file, 'utf8')).toBe(before);
    await copyFile(file, join(folder, 'copy.csv'));
    await expect(
      scoreFile({ ...parts, document: DOCUMENT, file, out: join(folder, 'copy.csv'), version }),
    ).resolves.toMatchObject({ rows: 1200 });
  });
});
