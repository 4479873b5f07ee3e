import { expect, it } from 'vitest';
import { SpentOffers } from './spent-offers.js';

const REFUSAL = { code: 'STOCK_SPENT', level: { used: 7, limit: 7, needed: 1 } } as const;
const DAY = 86_400_000;

it.each([
  ['a while later', 31_000],
  ['when a clock that was ahead is set right', -400 * DAY],
])('tries a spent offer again %s', (_, later) => {
  const spent = new SpentOffers();
  const now = Date.UTC(2026, 0, 1);
  spent.availability('r1', now);
  spent.remember('r1', REFUSAL, 's/coupon');
  expect(spent.availability('r1', now + 1000).stockSpent).toEqual(['s/coupon']);
  expect(spent.availability('r1', now + later).stockSpent).toEqual([]);
});
