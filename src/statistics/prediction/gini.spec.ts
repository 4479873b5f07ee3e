import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalisedGini, shareOfBest } from './gini.js';

const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 })), { minLength: 2 });

test('the Gini index is 1 in the order of the amounts, −1 against it, and 0 in none', () => {
  fc.assert(
    fc.property(rows, (pairs) => {
      const amounts = pairs.map(([, amount]) => amount);
      fc.pre(new Set(amounts).size > 1);
      expect(normalisedGini(amounts, amounts)).toBeCloseTo(1, 12);
      const turned = amounts.map((amount) => -amount);
      expect(normalisedGini(turned, amounts)).toBeCloseTo(-1, 12);
      const equal = amounts.map(() => 3);
      expect(normalisedGini(equal, amounts)).toBeCloseTo(0, 12);
    }),
    { numRuns: 50 },
  );
});

test('the best have their share, equal ones in part, whatever the order of the rows', () => {
  expect(shareOfBest([1, 3, 2, 0], [10, 50, 30, 10], 0.25)).toBe(0.5);
  expect(shareOfBest([1, 1, 1, 1], [10, 50, 30, 10], 0.25)).toBe(0.25);
  expect(shareOfBest([1, 2], [0, 0], 0.5)).toBeNaN();
  fc.assert(
    fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (pairs, share) => {
      const of = (all: typeof pairs) =>
        shareOfBest(
          all.map(([score]) => score),
          all.map(([, amount]) => amount),
          share,
        );
      fc.pre(pairs.some(([, amount]) => amount > 0));
      expect(of(pairs.toReversed())).toBeCloseTo(of(pairs), 9);
      expect(of(pairs)).toBeLessThanOrEqual(1 + 1e-9);
    }),
    { numRuns: 50 },
  );
});
