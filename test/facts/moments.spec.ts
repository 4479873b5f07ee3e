import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FactCatalogue } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { FACT_DIALECTS, momentsSql } from '#strata/profiles/facts';
import { describeOnBothHomes, freshDatabase } from '../support/database.js';
import { runs } from '../support/suite.js';
import { storeOnly } from './stored-people.js';
import { catalogues, histories, naiveFacts, NOON, profiles, rounded } from './worlds.js';

const { moment, double } = FACT_DIALECTS.postgres;

describeOnBothHomes('facts of everybody at two moments by one pass', (home) => {
  let database: Database;
  beforeAll(async () => (database = await freshDatabase(home)));
  afterAll(() => database.close());

  it('are what a fold gives at each moment, whatever happened between and after them', async () => {
    const people = fc.array(fc.record({ attributes: profiles, events: histories }), { minLength: 1, maxLength: 3 });
    const hours = fc.tuple(fc.integer({ min: -96, max: 2 }), fc.integer({ min: -96, max: 2 }));
    await fc.assert(
      fc.asyncProperty(catalogues, people, hours, fc.boolean(), async (catalogue, some, [then, now], isAlongside) => {
        const stored = some.map((person, index) => ({ ...person, userId: `user-${String(index)}` }));
        await storeOnly(database, stored);
        const moments = { then: NOON + then * 1_800_000, now: NOON + now * 1_800_000 };
        const alongside = isAlongside ? { happened: double('count(*)') } : {};
        const rows = await query(database, catalogue, moments, alongside);
        expect(rows).toHaveLength(stored.length);
        for (const row of rows) {
          const person = stored.find(({ userId }) => userId === row['user_id'])!;
          for (const [name, at] of Object.entries(moments)) {
            const found = Object.keys(catalogue).map((fact) => [fact, row[`${name} ${fact}`] ?? undefined] as const);
            const known = Object.fromEntries(found.filter(([, value]) => value !== undefined));
            expect(rounded(known)).toEqual(rounded(naiveFacts(catalogue, person, at)));
          }
          if (isAlongside) expect(row['happened'] ?? 0).toBe(person.events.length);
        }
      }),
      { numRuns: runs(8, 40) },
    );
  });
});

async function query(
  database: Database,
  catalogue: FactCatalogue,
  moments: Readonly<Record<string, number>>,
  alongside: Readonly<Record<string, string>>,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const sql = momentsSql({
    dialect: 'postgres',
    catalogue,
    facts: Object.keys(catalogue),
    rows: '(select user_id, attributes from profiles)',
    hasAttributes: true,
    moments: Object.fromEntries(Object.entries(moments).map(([name, at]) => [name, moment(at)])),
    events: '(select user_id, name, at, properties from events)',
    alongside,
  });
  return await database.run((manager) => manager.query<Record<string, unknown>[]>(sql));
}
