import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankOf, referenceQuantiles, sameRank } from './reference.js';

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

test('a score is moved to that of the same rank, and what many have in common to what they have in common there', () => {
  const spread = (scores: readonly number[]) => referenceQuantiles(Float64Array.from(scores));
  const even = Array.from({ length: 1001 }, (_, row) => row / 1000);
  expect(sameRank(spread(even), spread(even.map((score) => 0.5 + score / 10)), 0.3)).toBeCloseTo(0.53, 6);
  const clusters = (values: readonly number[]) => spread(values.flatMap((value) => Array<number>(100).fill(value)));
  const move = (score: number) => sameRank(clusters([0.1, 0.2, 0.3]), clusters([0.12, 0.22, 0.32]), score);
  expect([0, 0.1, 0.2, 0.3, 1].map(move)).toEqual([0.12, 0.12, 0.22, 0.32, 0.32]);
});
