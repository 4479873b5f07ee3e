import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOn, freshDatabase } from '../../../test/support/database.js';
import { englishLeft } from '../../../test/support/english-left.js';
import { type ReleaseDocuments } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { openPluginHost, type PluginHost } from '#strata/plugin-host';
import { FactGatherer, notePeople } from '#strata/profiles/facts';
import { type PersonasAnalysis } from '#strata/rulebook/schemas';
import { seededRandom } from '#sdk';
import { reportPage } from '../report/index.js';
import { runAnalysis } from '../runs/index.js';
import { openEvents, populationSql } from '../sources/index.js';
import { AnalysisVersions } from '../versions/index.js';
import { PERSONAS } from './index.js';
import { type PersonasReport } from './report/personas-report.js';

const UNTIL = Date.parse('2026-11-01T00:00:00Z');
const DAY = 86_400_000;
const document: PersonasAnalysis = {
  id: 'personas',
  title: 'Personas',
  kind: 'personas',
  plugin: 'k-means',
  options: { atMost: 4, restarts: 3 },
  features: ['orders', { fact: 'days', log: false }],
  value: 'orders',
  publishes: { persona: 'string' },
};
const documents: ReleaseDocuments = {
  facts: {
    orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'number of orders' },
    days: {
      type: 'number',
      unit: 'days',
      from: { events: { name: 'order_placed', measure: 'daysSinceLast' } },
      words: 'days since the last order',
    },
    persona: { type: 'string', from: { computed: { analysis: 'personas', output: 'persona' } }, words: 'persona' },
  },
  segments: [{ id: 'first', title: 'First', condition: { fact: 'persona', operator: 'equal', value: 'persona-1' } }],
  models: [],
  strategies: [],
  analyses: [document],
};

let host: PluginHost;
beforeAll(async () => {
  const folders = ['k-means', 'dbscan'].map((id) => join(PACKAGE_ROOT, 'dist', 'plugins', id));
  host = await openPluginHost({ directories: [], folders });
});
afterAll(() => host.close());

/** Some people of a name who ordered about so often, about so many days ago at last. */
async function someOrder(
  database: Database,
  name: string,
  { people = 60, orders, days }: { readonly people?: number; readonly orders: number; readonly days: number },
): Promise<void> {
  await database.run(async (manager) => {
    await manager.query(
      `insert into profiles (user_id, attributes) select $1 || '-' || n, '{}' from generate_series(1, $2::int) n`,
      [name, people],
    );
    await manager.query(
      `insert into events (user_id, message_id, name, at, properties)
       select $1 || '-' || n, $1 || n || '-' || o, 'order_placed',
         $2::timestamptz - ($3::int + n % 7 + o) * interval '1 day', '{}'
       from generate_series(1, $5::int) n cross join lateral generate_series(0, $4::int - 1 + n % 3) o`,
      [name, new Date(UNTIL).toISOString(), days, orders, people],
    );
  });
}

// The other home is asked by the same SQL (src/analytics/runs/runs.slow.spec.ts); an artefact is a Buffer only here.
describeOn('postgres', 'personas of what is stored', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
    notePeople(database);
    await someOrder(database, 'seldom', { orders: 1, days: 300 });
    await someOrder(database, 'often', { orders: 12, days: 3 });
  });
  afterAll(() => database.close());

  const run = async (until: number, seed: number) => {
    const versions = new AnalysisVersions(database);
    const finish = await runAnalysis(
      {
        ...{ id: uuidv7(), document, documents, release: 'sha256:1', until, seed, by: 'ann' },
        source: { kind: 'stored', database },
      },
      { database, host, versions },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    const { version } = await database.transaction(finish);
    return (await versions.find('personas', version)).report as PersonasReport;
  };
  const personaOf = async (id: string, now: number) => {
    const { facts } = await new FactGatherer(database).gatherOne(id, compileRelease(documents, 'sha256:1'), now);
    return facts['persona'];
  };
  const firstInSql = async (now: number) => {
    const people = await openEvents(
      { source: { kind: 'stored', database }, until: now },
      { wanted: { events: [], columns: {} } },
    );
    const sql = populationSql('first', documents, people, now)('true');
    return (await people.query<{ user_id: string }>(`select user_id from ${sql} p`)).map(({ user_id: id }) => id);
  };

  it('are told by what sets them apart, are a fact, and keep their ids', async () => {
    const first = await run(UNTIL, 1);
    expect(first).toMatchObject({ people: 120, outliers: 0, kept: null, quality: { verdict: 'groups' } });
    expect(first.personas).toHaveLength(2);
    const seldom = first.personas.find(({ value }) => value!.mean < 5)!;
    expect(seldom).toMatchObject({ people: 60, rule: { precision: 1, recall: 1 } });
    expect(seldom.traits.find(({ fact }) => fact === 'orders')).toMatchObject({ of: 'median', persona: 2 });

    expect(await personaOf('seldom-7', UNTIL)).toBe(seldom.id);
    expect(await personaOf('nobody', UNTIL)).toBeUndefined();
    const isFirst = seldom.id === 'persona-1' ? 'seldom' : 'often';
    const inSql = await firstInSql(UNTIL);
    expect(inSql).toHaveLength(60);
    expect(inSql.every((id) => id.startsWith(isFirst))).toBe(true);

    await someOrder(database, 'heavy', { people: 30, orders: 60, days: 40 });
    expect(await personaOf('heavy-1', UNTIL + DAY)).toBeUndefined();
    const second = await run(UNTIL + DAY, 2);
    expect(second.personas.map(({ id }) => id).sort()).toEqual(['persona-1', 'persona-2', 'persona-3']);
    expect(await personaOf('seldom-7', UNTIL + DAY)).toBe(seldom.id);
    expect(await personaOf('heavy-1', UNTIL + DAY)).toBe('persona-3');
    expect(second.personas.find(({ id }) => id === seldom.id)!.since).toBe(first.at);
    expect(second).toMatchObject({ ended: [], highest: 3 });
  });
});

describe('people of a file who hardly differ', () => {
  const look = async (rows: readonly string[], plugin: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'personas-'));
    try {
      const file = join(folder, 'people.csv');
      await writeFile(file, ['ID,orders,spend', ...rows].join('\n'));
      const ofFile: PersonasAnalysis = {
        ...{ id: 'personas', title: 'Personas', kind: 'personas', plugin },
        ...{ columns: { person: 'ID' }, features: ['orders', 'spend'] },
      };
      const source = { kind: 'file', file, name: 'people.csv' } as const;
      const { report } = await PERSONAS.run(ofFile, {
        ...{ source, until: UNTIL, documents, host, seed: 1, previous: null },
        ...{ signal: new AbortController().signal, progress: () => undefined },
      });
      return { report, read: PERSONAS.read(report, ofFile) };
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const rows = (spend: (row: number) => string) =>
    Array.from({ length: 40 }, (_, row) => `c${String(row)},5,${spend(row)}`);

  it.each(['k-means', 'dbscan'])('are refused where every fact is the same of everybody (%s)', async (plugin) => {
    await expect(
      look(
        rows(() => '7'),
        plugin,
      ),
    ).rejects.toMatchObject({
      code: 'TOO_FEW_EXAMPLES',
      message: expect.stringContaining('nothing tells people apart') as string,
    });
    // Nor does a fact tell that nobody has.
    await expect(
      look(
        rows(() => ''),
        plugin,
      ),
    ).rejects.toMatchObject({ code: 'TOO_FEW_EXAMPLES' });
  });

  it('are one persona where they stand close together, and the fact that tells nobody apart is named', async () => {
    const { report, read } = await look(
      rows((row) => String(10 + row)),
      'dbscan',
    );
    expect(report).toMatchObject({ personas: [{ people: 40 }], features: [{ isConstant: true }, { fact: 'spend' }] });
    expect(read.answer).toEqual(['There are no groups in these people: all of them are one persona.']);
    expect(read.parts.map(({ title }) => title)).toEqual(['Personas', 'Map', 'How many']);
    expect(read.notes).toContain('number of orders is the same of everybody, and tells nobody apart.');
  });
});

it('outliers of a file are named, and the same file gives the same report', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'personas-'));
  try {
    const random = seededRandom(1);
    const rows = Array.from({ length: 300 }, (_, row) => {
      const middle = row % 2 === 0 ? 5 : 50;
      const [orders, spend] = row === 299 ? [400, 900] : [middle + random.normal(), 10 * middle + 5 * random.normal()];
      return `c${String(row)},${orders.toFixed(3)},${spend.toFixed(3)},${row % 3 === 0 ? 'yes' : 'no'}`;
    });
    const file = join(folder, 'people.csv');
    await writeFile(file, ['ID,orders,spend,letter', ...rows].join('\n'));
    const ofFile: PersonasAnalysis = {
      ...{ id: 'personas', title: 'Personas', kind: 'personas' },
      ...{ plugin: 'dbscan', options: { epsilon: 0.5 }, columns: { person: 'ID' }, features: ['orders', 'spend'] },
    };
    const look = async () =>
      await PERSONAS.run(ofFile, {
        ...{
          source: { kind: 'file', file, name: 'people.csv' },
          until: UNTIL,
          documents,
          host,
          seed: 1,
          previous: null,
        },
        ...{ signal: new AbortController().signal, progress: () => undefined },
      });
    const { report, people } = await look();
    expect(report).toMatchObject({ people: 300, outliers: 1, features: [{ fact: 'orders' }, { fact: 'spend' }] });
    expect(report.personas).toHaveLength(2);
    const named: Record<string, unknown> = {};
    for await (const block of people!) block.people.forEach((id, at) => (named[id] = block.values['persona']![at]));
    expect(named).toMatchObject({ c299: 'outlier', c0: named['c2'], c1: named['c3'] });
    expect(named['c0']).not.toBe(named['c1']);
    expect(JSON.stringify((await look()).report)).toBe(JSON.stringify(report));
    const { answer } = PERSONAS.read(report, ofFile);
    expect(answer.join(' ')).toContain('1 person (0.3 %) is like nobody');
    const told = PERSONAS.tell!(report, { documents, language: 'zh' });
    const page = reportPage(PERSONAS.read(told, ofFile), { title: '客群', at: UNTIL, language: 'zh' });
    expect(page).toContain('<html lang="zh">');
    expect(page).toContain('客群 1');
    expect(page).toContain('向右：spend 更大、number of orders 更大（');
    expect(englishLeft(page.replaceAll('number of orders', '订单数'))).toEqual([]);
    await expect(
      PERSONAS.run({ ...ofFile, features: ['order'] }, { source: { kind: 'file', file, name: 'f' } } as never),
    ).rejects.toMatchObject({ code: 'BAD_COLUMN' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
