import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type ReleaseDocuments, type Strategy } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';
import { BudgetAttention, byCounter, countedOf, type Demand, reserve } from './index.js';

const LIMITED = { strategy: 's', offer: 'coupon', micros: 5_100_000n, stock: 1_000, budget: 100_000_000n };

describeOnBothHomes('reservations', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
  });
  beforeEach(() => database.run((manager) => manager.query('delete from offer_counters')));
  afterAll(() => database.close());

  const take = (demands: readonly Demand[]) => database.run((manager) => reserve(manager, demands));
  const counted = () => database.run((manager) => countedOf(manager, 's'));

  it('give thousands at once as far as stock and budget go, and say what was left', async () => {
    const [first, second, third] = await take([
      { ...LIMITED, many: 5_000, budget: null },
      { ...LIMITED, many: 1, budget: null },
      { ...LIMITED, offer: 'gift', stock: null, many: 5_000_000 },
    ]);
    expect(first).toEqual({
      granted: 1_000,
      refusal: { code: 'STOCK_SPENT', level: { used: 0, limit: 1_000, needed: 1 } },
    });
    expect(second).toMatchObject({ granted: 0, refusal: { level: { used: 1_000 } } });
    // 19 × 5.10 are 96.90, 20 would be 102.
    expect(third).toEqual({
      granted: 19,
      refusal: { code: 'BUDGET_SPENT', level: { used: 0, limit: 100, needed: 5.1 } },
    });
    expect((await counted()).reserved).toBe(96_900_000n);
  });

  it('need attention when a limit is nearly reached, and at once when it is', async () => {
    const offer = { id: 'coupon', title: 'Coupon', stock: 1_000, faceValue: 5, contactCost: 0.1, redemptionRate: 1 };
    const strategy = { id: 's', title: 'S', offers: [offer], limits: { budget: 100 } } as unknown as Strategy;
    const over = { ...strategy, active: { to: '2020-01-01' } } as Strategy;
    const entries = async (strategies: readonly Strategy[]) => {
      const documents = { facts: {}, segments: [], models: [], strategies } as ReleaseDocuments;
      const releases = { get: () => ({ documents }) as CompiledRelease };
      return await new BudgetAttention(database, releases).attention(Date.now());
    };
    await take([{ ...LIMITED, many: 15 }]);
    expect(await entries([strategy])).toEqual([]);
    await take([
      { ...LIMITED, many: 2 },
      { ...LIMITED, budget: null, many: 983 },
    ]);
    expect(await entries([strategy])).toMatchObject([
      { kind: 'budget', urgency: 'soon', subject: 'strategy:s', figures: { used: 86.7, limit: 100 } },
      { kind: 'stock', urgency: 'now', figures: { used: 1_000 } },
    ]);
    expect(await entries([over])).toEqual([]);
  });

  it('ask nothing of an offer without limits', async () => {
    expect(await take([{ ...LIMITED, many: 7, stock: null, budget: null }])).toEqual([{ granted: 7, refusal: null }]);
    expect((await counted()).issued.size).toBe(0);
  });

  it('are exactly the stock and never more than the budget with 64 clients at once', async () => {
    let budget = 0;
    const grants = await Promise.all(
      Array.from({ length: 64 }, async (_, client) => {
        let granted = 0;
        for (let round = 0; round < 5; round++) {
          const [stocked, budgeted] = await take([
            { ...LIMITED, many: 1 + (client % 7), budget: null },
            { ...LIMITED, offer: 'gift', many: 1, stock: null },
          ]);
          granted += stocked!.granted;
          budget += budgeted!.granted;
        }
        return granted;
      }),
    );
    expect(grants.reduce((sum, granted) => sum + granted)).toBe(1_000);
    expect((await counted()).issued.get('coupon')).toBe(1_000);
    expect((await counted()).reserved).toBe(BigInt(budget) * LIMITED.micros);
    expect(budget).toBe(19);
  });
  it('serve each in its order as counting one by one would', async () => {
    const demand = fc.record({
      strategy: fc.constant('s'),
      offer: fc.constantFrom('a', 'b'),
      many: fc.nat({ max: 9 }),
      micros: fc.bigInt({ min: 0n, max: 4n }),
      stock: fc.option(fc.nat({ max: 12 })),
      budget: fc.option(fc.bigInt({ min: 0n, max: 40n })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(demand, { minLength: 1, maxLength: 8 }), async (demands) => {
        await database.run((manager) => manager.query('delete from offer_counters'));
        const grants = await take(demands);
        expect(grants.map(({ granted }) => granted)).toEqual(oneByOne(demands));
        const { issued, reserved } = await counted();
        const taken = byCounter(demands.map((one, index) => ({ ...one, many: grants[index]!.granted })));
        for (const { offer, issued: pieces, micros } of taken) {
          expect(issued.get(offer) ?? 0).toBe(pieces);
          if (offer === '') expect(reserved).toBe(micros);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function oneByOne(demands: readonly Demand[]): readonly number[] {
  const issued = new Map<string, number>();
  let reserved = 0n;
  return demands.map(({ offer, many, micros, stock, budget }) => {
    let granted = 0;
    while (granted < many) {
      if (stock !== null && (issued.get(offer) ?? 0) + 1 > stock) break;
      if (budget !== null && reserved + micros > budget) break;
      if (stock !== null) issued.set(offer, (issued.get(offer) ?? 0) + 1);
      if (budget !== null) reserved += micros;
      granted++;
    }
    return granted;
  });
}
