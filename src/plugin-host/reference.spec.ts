import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankOf, referenceQuantiles } from './reference.js';

test('a rank is the share of the reference population that scores lower', () => {
  const quantiles = referenceQuantiles(Float64Array.from({ length: 5000 }, (_, row) => row / 5000));
  expect(rankOf(quantiles, 0.3)).toBeCloseTo(0.3, 3);
  expect(rankOf(quantiles, -1)).toBe(0);
  expect(rankOf(quantiles, 2)).toBe(1);
});

test('where all score alike nobody scores lower', () => {
  expect(rankOf(referenceQuantiles(new Float64Array(10).fill(0.5)), 0.5)).toBe(0);
});

test('ranks are in order and between 0 and 1', () => {
  const scores = fc.array(fc.double({ noNaN: true, min: 0, max: 1 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(
      scores,
      fc.double({ noNaN: true, min: -1, max: 2 }),
      fc.double({ noNaN: true, min: 0, max: 1 }),
      (reference, score, more) => {
        const quantiles = referenceQuantiles(Float64Array.from(reference));
        const low = rankOf(quantiles, score);
        const high = rankOf(quantiles, score + more);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(low);
      },
    ),
  );
});
