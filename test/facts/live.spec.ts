import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { measureEvents } from '#strata/engine/facts';
import { type Database } from '#strata/platform/database';
import { FactGatherer, notePeople } from '#strata/profiles/facts';
import { describeOnBothHomes, freshDatabase } from '../support/database.js';
import { storeOnly } from './stored-people.js';
import { catalogues, eventQueries, histories, naiveFacts, NOON, profiles, releaseOf, rounded } from './worlds.js';
import { runs } from '../support/suite.js';

describeOnBothHomes('gathered facts', (home) => {
  let database: Database;
  let gatherer: FactGatherer;
  beforeAll(async () => {
    database = await freshDatabase(home);
    notePeople(database);
    gatherer = new FactGatherer(database);
  });
  afterAll(() => database.close());

  const moments = fc.array(fc.integer({ min: -96, max: 2 }), { minLength: 1, maxLength: 3 });

  it('are what a fold over the whole history gives, for any catalogue, history and moment', async () => {
    const people = fc.array(fc.record({ attributes: profiles, events: histories }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(catalogues, people, moments, async (catalogue, some, hours) => {
        const stored = some.map((person, index) => ({ ...person, userId: `user-${index}` }));
        await storeOnly(database, stored);
        const release = releaseOf(catalogue);
        // All asked for at once, at moments of their own.
        const asked = hours.flatMap((hour) => stored.map((person) => ({ person, now: NOON + hour * 1_800_000 })));
        const gathered = await Promise.all(
          asked.map(({ person, now }) => gatherer.gatherOne(person.userId, release, now)),
        );
        gathered.forEach(({ facts, exists }, index) => {
          const { person, now } = asked[index]!;
          expect(exists).toBe(true);
          expect(rounded(facts)).toEqual(rounded(naiveFacts(catalogue, person, now)));
        });
      }),
      { numRuns: runs(20, 60) },
    );
  });

  it('bring the events that a trigger counts as the whole history has them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(eventQueries, { minLength: 1, maxLength: 3 }), histories, async (queries, events) => {
        await storeOnly(database, [{ userId: 'somebody', attributes: {}, events }]);
        const gathered = await gatherer.gatherOne('somebody', releaseOf({}, queries), NOON);
        for (const query of queries) {
          const [few, all] = [gathered.events, events].map((each) => measureEvents(each, query, NOON));
          expect(rounded({ measure: few })).toEqual(rounded({ measure: all }));
        }
      }),
      { numRuns: runs(20, 60) },
    );
  });
});
