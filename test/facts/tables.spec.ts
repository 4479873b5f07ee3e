import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database } from '#strata/platform/database';
import { type FactCatalogue } from '#strata/engine';
import { previewSegment } from '#strata/profiles/preview';
import { FACT_DIALECTS, FactGatherer, factsSql, notePeople } from '#strata/profiles/facts';
import { describeOnBothHomes, freshDatabase } from '../support/database.js';
import { storeOnly } from './stored-people.js';
import { catalogues, histories, naiveFacts, NOON, profiles, releaseOf, rounded } from './worlds.js';
import { runs } from '../support/suite.js';

describeOnBothHomes('facts of many people by one query', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
    notePeople(database);
  });
  afterAll(() => database.close());

  it('are at every moment what a fold gives and what a decision gathers', async () => {
    const people = fc.array(fc.record({ attributes: profiles, events: histories }), { minLength: 1, maxLength: 3 });
    const moments = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: -96, max: 2 })), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(catalogues, people, moments, async (catalogue, some, asked) => {
        const stored = some.map((person, index) => ({ ...person, userId: `user-${index}` }));
        await storeOnly(database, stored);
        const rows = asked.map(([index, hour], n) => {
          return { n, person: stored[index % stored.length]!, now: NOON + hour * 1_800_000 };
        });
        const answered = await query(database, catalogue, rows);
        // Who is asked about at one moment gets the same, without a join of rows and events.
        const [first] = rows;
        const alone = await query(database, catalogue, [first!], FACT_DIALECTS.postgres.moment(first!.now));
        expect(rounded(alone.get(first!.n)!)).toEqual(rounded(answered.get(first!.n)!));
        const gatherer = new FactGatherer(database);
        for (const { n, person, now } of rows) {
          expect(rounded(answered.get(n)!)).toEqual(rounded(naiveFacts(catalogue, person, now)));
          const live = await gatherer.gatherOne(person.userId, releaseOf(catalogue), now);
          expect(rounded(answered.get(n)!)).toEqual(rounded(live.facts));
        }
      }),
      { numRuns: runs(12, 40) },
    );
  });

  it('may be called as the columns of the people', async () => {
    const catalogue: FactCatalogue = {
      n: { type: 'number', from: { events: { name: 'visited', measure: 'count' } }, words: 'visits' },
      user_id: { type: 'string', from: { profile: 'number' }, words: 'customer number' },
      now: { type: 'boolean', from: { profile: 'here' }, words: 'is here' },
    };
    const person = { userId: 'ann', attributes: { number: 'C-7', here: true }, events: [] };
    await storeOnly(database, [person]);
    const answered = await query(database, catalogue, [{ n: 3, person, now: NOON }]);
    expect([...answered]).toEqual([[3, { n: 0, user_id: 'C-7', now: true }]]);
    const condition = { all: Object.keys(catalogue).map((fact) => ({ fact, operator: 'exists', value: true })) };
    const release = { hash: 'sha256:test', documents: releaseOf(catalogue).documents };
    const asked = { condition, release, now: NOON, signal: new AbortController().signal };
    const { result, examples } = await previewSegment(database, asked);
    expect(result.count).toBe(1);
    expect(examples).toEqual([{ userId: 'ann', facts: { n: 0, user_id: 'C-7', now: true } }]);
  });
});

async function query(
  database: Database,
  catalogue: Parameters<typeof factsSql>[0]['catalogue'],
  rows: readonly { readonly n: number; readonly person: { readonly userId: string }; readonly now: number }[],
  at?: string,
): Promise<ReadonlyMap<number, Record<string, unknown>>> {
  const relation = `(select n, user_id, now from json_to_recordset($1) as t(n int, user_id text, now timestamptz))`;
  const sql = factsSql({
    dialect: 'postgres',
    catalogue,
    facts: Object.keys(catalogue),
    rows: relation,
    ...(at === undefined ? {} : { at }),
  });
  const asked = rows.map(({ n, person, now }) => ({ n, user_id: person.userId, now: new Date(now).toISOString() }));
  const found = await database.run((manager) => manager.query<Record<string, unknown>[]>(sql, [JSON.stringify(asked)]));
  return new Map(found.map((row) => [Number(row['_n']), valuesOf(row)]));
}

function valuesOf(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(row).filter(([name]) => !['_n', '_user_id', '_now'].includes(name));
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}
