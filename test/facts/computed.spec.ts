import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FactCatalogue } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { type ComputedBlock, forgetComputed, publishComputed, stageComputed } from '#strata/profiles/computed';
import { FACT_DIALECTS, FactGatherer, everybodyAt, factsSql, notePeople } from '#strata/profiles/facts';
import { ProfileStore } from '#strata/profiles/people';
import { openMemory } from '#strata/tables';
import { describeOnBothHomes, freshDatabase } from '../support/database.js';
import { runs } from '../support/suite.js';
import { storeOnly } from './stored-people.js';
import { NOON, releaseOf } from './worlds.js';

const HOUR = 3_600_000;
const catalogue: FactCatalogue = {
  persona: {
    type: 'string',
    from: { computed: { analysis: 'personas', output: 'persona', maxAge: 'P1D' } },
    words: 'persona',
  },
  value: { type: 'number', from: { computed: { analysis: 'value', output: 'expected' } }, words: 'value' },
  alive: { type: 'boolean', from: { computed: { analysis: 'value', output: 'alive' } }, words: 'alive' },
  // Of another type than what is published.
  wrong: { type: 'number', from: { computed: { analysis: 'personas', output: 'persona' } }, words: 'wrong' },
};
const conditions = [
  { fact: 'persona', operator: 'equal', value: "it's" },
  { fact: 'persona', operator: 'exists', value: false },
  { fact: 'value', operator: 'greaterThan', value: 10 },
  { fact: 'alive', operator: 'equal', value: true },
  { fact: 'wrong', operator: 'exists', value: true },
] as const;

describeOnBothHomes('computed facts', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
    notePeople(database);
  });
  afterAll(() => database.close());

  const publish = async (analysis: string, at: number, block: ComputedBlock, run = uuidv7()) => {
    await stageComputed(database, { analysis, run }, block);
    return await database.transaction((manager) => publishComputed(manager, { analysis, run }, { at, keep: [] }));
  };
  const store = async (...ids: readonly string[]) => {
    await storeOnly(
      database,
      ids.map((userId) => ({ userId, attributes: {}, events: [] })),
    );
    await database.run((manager) => manager.query('truncate computed_values, computed_publications'));
  };
  const live = async (id: string, now = NOON) =>
    (await new FactGatherer(database).gatherOne(id, releaseOf(catalogue), now)).facts;

  it('mean the same people live and in the SQL of each dialect', async () => {
    const said = fc.record({
      persona: fc.constantFrom("it's", 'b', null),
      expected: fc.constantFrom(1, 10.5, null),
      alive: fc.constantFrom(true, false, null),
    });
    const worlds = fc.array(said, { minLength: 1, maxLength: 4 });
    const ages = fc.tuple(fc.integer({ min: -1, max: 30 }), fc.integer({ min: -1, max: 30 }));
    await fc.assert(
      fc.asyncProperty(worlds, ages, async (people, [personas, value]) => {
        const ids = people.map((_, index) => `user-${String(index)}`);
        await store(...ids);
        const column = <K extends keyof (typeof people)[number]>(name: K) => people.map((person) => person[name]);
        await publish('personas', NOON - personas * HOUR, { people: ids, values: { persona: column('persona') } });
        const values = { expected: column('expected'), alive: column('alive') };
        await publish('value', NOON - value * HOUR, { people: ids, values });
        const facts = await Promise.all(ids.map((id) => live(id)));
        facts.forEach((found, index) => {
          const { persona, expected, alive } = people[index]!;
          const known = value >= 0 ? { value: expected, alive } : {};
          const whole = personas >= 0 && personas < 24 ? { ...known, persona } : known;
          expect(found).toEqual(Object.fromEntries(Object.entries(whole).filter(([, each]) => each !== null)));
        });
        for (const condition of conditions) {
          const compiled = compileCondition(condition, { facts: catalogue });
          const meant = ids.filter((_, index) => compiled.test(facts[index]!));
          expect(await members(database, compiled.toSql('postgres'))).toEqual(meant);
          expect(await membersInDuckDb(database, compiled.toSql('duckdb'))).toEqual(meant);
        }
      }),
      { numRuns: runs(3, 30) },
    );
  });

  it('are those of the last run that published, all at once', async () => {
    await store('ann', 'bob');
    const [first, second, third] = [uuidv7(), uuidv7(), uuidv7()];
    const persona = (name: string, ...people: readonly string[]) => ({
      people,
      values: { persona: people.map(() => name) },
    });
    await publish('personas', NOON, persona('old', 'ann', 'bob'), first);
    await stageComputed(database, { analysis: 'personas', run: second }, persona('new', 'bob', 'bob', 'nobody'));
    expect(await live('bob')).toMatchObject({ persona: 'old' });
    expect(await publish('personas', NOON, persona('newer', 'ann'), third)).toBe(true);
    expect([await live('ann'), await live('bob')]).toEqual([{ persona: 'newer' }, {}]);
    expect(await publish('personas', NOON, persona('late', 'ann', 'bob'), second)).toBe(false);
    expect([await live('ann'), await live('bob')]).toEqual([{ persona: 'newer' }, {}]);
    const failed = { analysis: 'personas', run: uuidv7() };
    await stageComputed(database, failed, persona('failed', 'ann'));
    await forgetComputed(database, failed);
    const [row] = await database.run((manager) =>
      manager.query<{ rows: number }[]>('select count(*)::int as rows from computed_values'),
    );
    expect(row).toEqual({ rows: 1 });
  });

  it('are the person’s whose other id they were told of, and go with the person', async () => {
    await store('ann');
    const profiles = new ProfileStore(database);
    await database.run((manager) =>
      manager.query(
        `insert into identities (anonymous_id, user_id, claimed_id, at) values ('cookie', 'ann', 'ann', '2026-11-01T00:00:00Z')`,
      ),
    );
    await publish('personas', NOON, { people: ['cookie'], values: { persona: ['thrifty'] } });
    expect(await live('ann')).toEqual({ persona: 'thrifty' });
    expect((await profiles.exportAll('ann'))['computedFacts']).toMatchObject([
      { analysis: 'personas', outputs: { persona: 'thrifty' } },
    ]);
    expect((await profiles.erase('ann'))['computedFacts']).toBe(1);
    expect((await profiles.exportAll('ann'))['computedFacts']).toEqual([]);
  });
});

async function members(database: Database, condition: string): Promise<readonly string[]> {
  const now = FACT_DIALECTS.postgres.moment(NOON);
  const facts = Object.keys(catalogue);
  const people = factsSql({ dialect: 'postgres', catalogue, facts, rows: everybodyAt(now) });
  const sql = `select _user_id as user_id from (${people}) people where ${condition} order by user_id`;
  const rows = await database.run((manager) => manager.query<{ user_id: string }[]>(sql));
  return rows.map(({ user_id: id }) => id);
}

async function membersInDuckDb(database: Database, condition: string): Promise<readonly string[]> {
  const rows = await database.run((manager) =>
    manager.query<Record<string, unknown>[]>(
      'select user_id, analysis, floor(extract(epoch from at) * 1000)::text as at, outputs::text as outputs from computed_facts',
    ),
  );
  const people = await database.run((manager) =>
    manager.query<Record<string, unknown>[]>('select user_id from profiles'),
  );
  const { connection, close } = await openMemory();
  const text = (value: unknown) => `'${String(value).replaceAll("'", "''")}'`;
  const listOf = (values: readonly string[], empty: string) =>
    values.length === 0 ? empty : `values ${values.join(', ')}`;
  try {
    const ids = people.map(({ user_id: id }) => `(${text(id)}, '{}'::json)`);
    await connection.run(`create table profiles as select * from (${listOf(ids, '')}) t(user_id, attributes)`);
    await connection.run('create table computed_facts (user_id text, analysis text, "at" bigint, outputs json)');
    const cells = rows.map(
      (row) => `(${[row['user_id'], row['analysis'], row['at'], row['outputs']].map(text).join(', ')})`,
    );
    if (cells.length > 0) await connection.run(`insert into computed_facts ${listOf(cells, '')}`);
    const now = FACT_DIALECTS.duckdb.moment(NOON);
    const facts = factsSql({ dialect: 'duckdb', catalogue, facts: Object.keys(catalogue), rows: everybodyAt(now) });
    const found = await connection.runAndReadAll(
      `select _user_id as user_id from (${facts}) people where ${condition} order by user_id`,
    );
    return (found.getRowsJson() as [string][]).map(([id]) => id);
  } finally {
    close();
  }
}
