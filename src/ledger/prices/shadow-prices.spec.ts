import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type FoundPrices, keepPrices } from './price-table.js';
import { ShadowPrices } from './shadow-prices.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T08:00:00Z');

function strategy(id: string, limits: Strategy['limits'] = {}): Strategy {
  const offer = { title: 'O', faceValue: 5, redemptionRate: 1, contactCost: 0.1, response: { rate: 0.5 } };
  return {
    id,
    title: id,
    goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100 },
    segment: { all: [] },
    baseline: { title: 'all', offer: 'coupon' },
    offers: [
      { ...offer, id: 'coupon' },
      { ...offer, id: 'gift' },
    ],
    limits,
  };
}

const asking = strategy('asking', { shadowPrices: { maxAge: 'P7D' } });
const release = (hash: string) =>
  compileRelease({ facts: {}, segments: [], models: [], strategies: [asking, strategy('silent')] }, hash);

describeOnBothHomes('shadow prices', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
  });
  afterAll(() => database.close());

  const found = (run: string, at: number, more: Partial<FoundPrices> = {}): FoundPrices => {
    return { strategy: 'asking', run, at, budget: 0.25, offers: { coupon: 1.3, old: 2 }, ...more };
  };
  const keep = (prices: FoundPrices) => database.run((manager) => keepPrices(manager, prices));

  it('are those of the latest run, of strategies that ask for them, while they are young enough', async () => {
    const prices = new ShadowPrices(database);
    expect(await prices.of(release('none'), NOW)).toEqual({});
    await keep(found('second', NOW - DAY));
    await keep(found('first', NOW - 2 * DAY));
    await keep(found('silent', NOW, { strategy: 'silent' }));
    const known = await prices.of(release('r'), NOW);
    expect(known).toEqual({
      prices: { 'asking/coupon': 1.3 },
      pricesFrom: { asking: { run: 'second', at: NOW - DAY, budget: 0.25 } },
    });
    expect(await prices.of(release('r'), NOW + 6 * DAY)).toEqual(known);
    expect(await prices.of(release('r'), NOW + 6 * DAY + 20_000)).toEqual({});
  });

  it('are read again after some seconds, and with a new release', async () => {
    const prices = new ShadowPrices(database);
    await keep(found('third', NOW));
    const known = await prices.of(release('r'), NOW);
    await keep(found('fourth', NOW + 1));
    expect(await prices.of(release('r'), NOW + 1_000)).toBe(known);
    expect((await prices.of(release('other'), NOW + 1_000)).pricesFrom?.['asking']?.run).toBe('fourth');
    expect((await prices.of(release('other'), NOW + 60_000)).pricesFrom?.['asking']?.run).toBe('fourth');
  });
});
