import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { ProfileStore } from '#strata/profiles/people';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { exposureOf, findEnded, end, recordDrawn, recordExposures, redeem, takeTurn } from '../exposures/index.js';
import { matchNewEvents } from '../outcomes/match-events.js';
import { OUTCOME_PERSON_STORE } from '../outcomes/person-store.js';
import { ReportedOutcome } from '../outcomes/outcome.schema.js';
import { recordOutcome } from '../outcomes/record-outcome.js';
import { type ExposedQuestion } from './exposed-question.js';
import { exposedSums } from './exposed-sums.js';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1);
const TABLES = ['outcomes', 'exposures', 'events', 'identities'];

/** Strategies of the same goal, so that what people do may count for either. */
function strategy(id: string, phase: number): Strategy {
  return {
    ...{ id, title: id, segment: { all: [] }, baseline: { title: 'all', offer: 'coupon' } },
    goal: { event: 'bought', value: 'amount', within: 'P3D', margin: 0.5, orderValue: 20 },
    offers: [
      { id: 'coupon', title: '', faceValue: 5, contactCost: 0.25, redemptionRate: 0.5, response: { rate: 0.1 } },
    ],
    experiment: { seed: id, holdout: 0.2, arms: { model: 0.5, baseline: 0.5 }, phase },
  };
}

const users = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const moments = fc.integer({ min: 0, max: 480 }).map((hours) => START + hours * HOUR);
/** A phase begins when the one before has ended: people are drawn within the first 240 hours of theirs. */
const HOURS_OF_PHASE = 240;
const exposing = { user: users, at: moments, strategy: fc.constantFrom('one', 'two'), phase: fc.constantFrom(1, 2) };
const arms = fc.constantFrom('model', 'model', 'baseline');

/** What happens in a ledger. Most people stay in one arm, as they do where nobody changes a running experiment. */
const deeds = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('draw'), ...exposing, arm: arms }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('expose'),
      ...exposing,
      arm: arms,
      offer: fc.constantFrom('coupon', null),
      score: fc.constantFrom(null, 0.1, 0.2, 0.3),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ kind: fc.constant('report'), user: users, at: moments, strategy: exposing.strategy },
      ...{ value: fc.constantFrom(0, 7, 12.5), redeemed: fc.boolean(), id: fc.nat({ max: 30 }) },
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('track'), user: users, at: moments, id: fc.nat({ max: 30 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('join'), user: users, other: users }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase'), user: users }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end'), at: moments }) },
);
/** Of a draw: within its phase. */
function momentOf({ at, phase }: { readonly at: number; readonly phase: number }): number {
  const within = ((at - START) / HOUR) % HOURS_OF_PHASE;
  return START + ((phase - 1) * HOURS_OF_PHASE + within) * HOUR;
}
type Deed = typeof deeds extends fc.Arbitrary<infer T> ? T : never;

describeOnBothHomes('sums of the people of a strategy', (home) => {
  let database: Database;
  let profiles: ProfileStore;
  beforeAll(async () => {
    database = await freshDatabase(home);
    profiles = new ProfileStore(database, []);
  });
  beforeEach(async () => {
    await clear();
  });
  afterAll(async () => {
    await database.close();
  });

  const clear = () =>
    database.transaction(async (manager) => {
      for (const table of TABLES) await manager.query(`delete from ${table}`);
    });

  let exposures = 0;
  const happens = async (deed: Deed): Promise<void> => {
    if (deed.kind === 'track') {
      const { id, user, at } = deed;
      await profiles.track([{ id: user, messageId: `m${id}`, name: 'bought', at, properties: { amount: 30 } }]);
    }
    await database.transaction(async (manager) => {
      if (deed.kind !== 'report') await takeTurn(manager);
      switch (deed.kind) {
        case 'draw':
        case 'expose': {
          const { user: userId, arm } = deed;
          const at = momentOf(deed);
          const document = strategy(deed.strategy, deed.phase);
          if (deed.kind === 'expose') {
            const known = { id: `x${exposures++}`, source: 'test', userId, arm, at, offer: deed.offer, propensity: 1 };
            const score = deed.score === null ? null : { model: 'm', value: deed.score };
            await recordExposures(manager, [exposureOf({ ...known, score }, document)]);
          }
          await recordDrawn(manager, { strategy: document, source: 'test', people: [{ userId, arm, at }] });
          return;
        }
        case 'report': {
          const { id, user: userId, at, value, redeemed } = deed;
          const reported = ReportedOutcome.schema.parse({
            id: `r${id}`,
            userId,
            strategy: deed.strategy,
            value,
            redeemed,
          });
          await recordOutcome(manager, { reported, userId, strategy: deed.strategy, at });
          return;
        }
        case 'track': {
          const { redeemed } = await matchNewEvents(manager, 1_000_000);
          await redeem(manager, redeemed);
          return;
        }
        case 'join':
          await manager.query(
            `insert into identities (anonymous_id, user_id, claimed_id, at)
             select $1, $2, $2, to_timestamp(0) where $1 <> $2
               and not exists (select from identities where user_id in ($1, $2) or anonymous_id = any(array[$1, $2]))`,
            [deed.other, deed.user],
          );
          return;
        case 'erase':
          await OUTCOME_PERSON_STORE.erase(manager, [deed.user]);
          return;
        case 'end':
          await end(manager, await findEnded(manager, deed.at, 100));
      }
    });
  };

  const question = (of: string, phase: number): ExposedQuestion => ({
    ...{ strategy: of, phase, hasArms: true, winsorise: 1 },
    goal: { event: 'bought', within: 72 * HOUR, valueProperty: 'amount', usualValue: 20 },
  });
  const read = (asked: ExposedQuestion) => database.transaction((manager) => exposedSums(manager, asked));

  it('are those of its persons one by one, after whatever happened, also of two writers at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deeds, { minLength: 10, maxLength: 40 }),
        fc.array(deeds, { maxLength: 20 }),
        async (first, second) => {
          await clear();
          const inTurn = async (all: readonly Deed[]): Promise<void> => {
            for (const deed of all) await happens(deed);
          };
          await Promise.all([inTurn(first), inTurn(second)]);
          for (const [of, phase] of [
            ['one', 1],
            ['one', 2],
            ['two', 1],
            ['two', 2],
          ] as const) {
            const { arms: byArm, roles } = await read(question(of, phase));
            const personByPerson = await read({ ...question(of, phase), from: '1970-01-01T00:00:00Z' });
            expect(told(byArm)).toEqual(told(personByPerson.arms));
            expect(told(roles)).toEqual(told(personByPerson.roles));
            const banded = await read({ ...question(of, phase), bands: { model: 'm', count: 2 } });
            expect(told(banded.roles)).toEqual(told(roles));
            expect(told(banded.arms)).toEqual(told(byArm));
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 120_000);
});

/** Groups without people are as good as none; sums of cents are told to a millionth. */
function told({ groups, inSeveral }: Awaited<ReturnType<typeof exposedSums>>['arms']) {
  const rounded = (value: number) => Math.round(value * 1e6) / 1e6 + 0;
  const known = [...groups].filter(([, { people }]) => people > 0);
  return {
    inSeveral,
    groups: Object.fromEntries(
      known.map(([group, { people, sums, products }]) => [
        group,
        { people, sums: sums.map(rounded), products: products.map((row) => row.map(rounded)) },
      ]),
    ),
  };
}
