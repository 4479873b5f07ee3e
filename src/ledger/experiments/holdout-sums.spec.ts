import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import { compilePolicy } from '#strata/engine/plan';
import { type Database } from '#strata/platform/database';
import { ProfileStore } from '#strata/profiles/people';
import { momentsOf } from '#strata/statistics/experiments';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { exposureOf, recordExposures, takeTurn } from '../exposures/index.js';
import { ReportedOutcome } from '../outcomes/outcome.schema.js';
import { matchNewEvents } from '../outcomes/match-events.js';
import { recordOutcome } from '../outcomes/record-outcome.js';
import { holdoutSums } from './holdout-sums.js';

const HOUR = 3_600_000;
const BEGAN = Date.UTC(2026, 2, 1);
const HOLDOUT = { seed: '2026', share: 0.25 };
const compiled = compilePolicy({ contactPolicy: { holdout: HOLDOUT } })!.holdout!;
const isHeldOut = (id: string): boolean => compiled.isHeldOut(id);
const GOALS = [
  { event: 'bought', valueProperty: 'amount', usualValue: 20, margin: 0.5 },
  { event: 'signed_up', valueProperty: null, usualValue: 3, margin: 1 },
];
const STRATEGY: Strategy = {
  ...{ id: 'coupons', title: 'Coupons', segment: { all: [] }, baseline: { title: 'all', offer: 'coupon' } },
  goal: { event: 'bought', value: 'amount', within: 'P7D', margin: 0.5, orderValue: 20 },
  offers: [{ id: 'coupon', title: '', faceValue: 0, contactCost: 0.25, redemptionRate: 0, response: { rate: 0.1 } }],
};

/** People who are tracked, the first of whom have a second id; and people of whom only exposures are known. */
const [TRACKED, JOINED, LISTED] = [120, 12, 40];
const tracked = Array.from({ length: TRACKED }, (_, n) => `u${n}`);
const listed = Array.from({ length: LISTED }, (_, n) => `f${n}`);

interface Deed {
  readonly conversions: number;
  readonly value: number;
  readonly earned: number;
}

/** What a tracked person does: some buy twice, one in seven says no amount, one in three signs up; all bought before, too. */
function deedsOf(n: number): readonly { readonly name: string; readonly at: number; readonly amount?: unknown }[] {
  const bought = Array.from({ length: n % 3 }, (_, time) => {
    const amount = n % 7 === 0 ? {} : { amount: n % 5 === 0 ? '12.5' : n };
    return { name: 'bought', at: BEGAN + (time + n) * HOUR, ...amount };
  });
  const others = n % 3 === 0 ? [{ name: 'signed_up', at: BEGAN }] : [];
  return [{ name: 'bought', at: BEGAN - 1, amount: 1e6 }, { name: 'looked', at: BEGAN + HOUR }, ...bought, ...others];
}

function didOf(n: number): Deed {
  const worth = n % 7 === 0 ? 20 : n % 5 === 0 ? 12.5 : n;
  const [bought, signed] = [n % 3, n % 3 === 0 ? 1 : 0];
  const reported = n === 1 ? 5 : 0;
  return {
    conversions: bought + signed + (n === 1 ? 1 : 0),
    value: bought * worth + 3 * signed + reported,
    earned: 0.5 * (bought * worth + reported) + 3 * signed,
  };
}

describeOnBothHomes('sums of a hold-out of all', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
    const profiles = new ProfileStore(database, []);
    for (const [n, id] of tracked.slice(0, JOINED).entries()) {
      await profiles.identify({ id, anonymousId: `a${n}`, traits: {}, consent: [], at: BEGAN });
    }
    await profiles.track(
      tracked.flatMap((id, n) =>
        deedsOf(n).map(({ name, at, amount }, place) => {
          const properties = amount === undefined ? {} : { amount };
          return { id, messageId: `m${n}-${place}`, name, at, properties };
        }),
      ),
    );
    const exposed = [...tracked.filter((_, n) => n % 2 === 1), ...listed];
    await database.transaction(async (manager) => {
      await recordExposures(
        manager,
        exposed.map((userId, place) => {
          const offer = isHeldOut(userId) ? null : 'coupon';
          const exposing = { id: `x${place}`, source: 'test', userId, arm: null, offer, propensity: 1 };
          return exposureOf({ ...exposing, heldOutOf: 'all', at: BEGAN + HOUR / 2 }, STRATEGY);
        }),
      );
    });
    // One is reported that was tracked, too, and one that was not.
    for (const [id, value] of [
      ['m1-2', 1],
      ['offline', 5],
    ] as const) {
      const reported = ReportedOutcome.schema.parse({ id, userId: 'u1', strategy: 'coupons', value, redeemed: false });
      const about = { reported, userId: 'u1', strategy: 'coupons', at: BEGAN + HOUR };
      await database.transaction((manager) => recordOutcome(manager, about));
    }
    await database.transaction(async (manager) => {
      await takeTurn(manager);
      await matchNewEvents(manager, 1_000_000);
    });
  });
  afterAll(() => database.close());

  it('are those of everybody who is known, one by one, on the side that the hash says', async () => {
    const question = { ...HOLDOUT, began: new Date(BEGAN).toISOString(), goals: GOALS };
    const sums = await database.transaction((manager) => holdoutSums(manager, question));
    const isInBoth = (n: number) => n < JOINED && isHeldOut(`u${n}`) !== isHeldOut(`a${n}`);
    const people = [
      ...tracked.map((id, n) => ({ id, inBoth: isInBoth(n), exposed: n % 2 === 1, ...didOf(n) })),
      ...listed.map((id) => ({ id, inBoth: false, exposed: true, conversions: 0, value: 0, earned: 0 })),
    ];
    expect(sums.inBoth).toBe(people.filter(({ inBoth }) => inBoth).length);
    expect(sums.inBoth).toBeGreaterThan(0);
    for (const [side, held] of [
      [sums.heldOut, true],
      [sums.others, false],
    ] as const) {
      const own = people.filter(({ id, inBoth }) => !inBoth && isHeldOut(id) === held);
      const reached = own.filter(({ exposed }) => exposed && !held);
      expect(side.reached).toBe(reached.length);
      const costs = own.map(({ exposed }) => (exposed && !held ? 0.25 : 0));
      const columns = (['conversions', 'value', 'earned'] as const).map((name) => own.map((one) => one[name]));
      const { people: count, sums: means, products } = momentsOf([...columns, costs]);
      expect(side.moments.people).toBe(count);
      expect(side.moments.sums).toEqual(means.map((one) => expect.closeTo(one, 6) as number));
      expect(side.moments.products).toEqual(products.map((row) => row.map((one) => expect.closeTo(one, 6) as number)));
    }
    expect(sums.credited).toBeGreaterThan(0);
  });
});
