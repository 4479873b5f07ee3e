import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from './random.js';

const draws = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the same seed gives the same sequence, another seed another', () => {
  expect(draws(1, 100)).toEqual(draws(1, 100));
  expect(draws(1, 100)).not.toEqual(draws(2, 100));
});

test('draws are uniform on [0, 1)', () => {
  const values = draws(3, 100_000);
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  const counts = new Array<number>(20).fill(0);
  for (const value of values) counts[Math.floor(value * 20)]! += 1;
  // Chi-squared with 19 degrees of freedom: 43.8 is its 99.9th percentile.
  expect(counts.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0)).toBeLessThan(43.8);
});

test('normal draws have mean 0 and variance 1, and do not depend on each other', () => {
  const random = seededRandom(4);
  const values = Array.from({ length: 100_000 }, () => random.normal());
  expect(mean(values)).toBeCloseTo(0, 1.5);
  expect(mean(values.map((value) => value * value))).toBeCloseTo(1, 1.5);
  expect(mean(values.slice(1).map((value, at) => value * values[at]!))).toBeCloseTo(0, 1.5);
});

test('a shuffle keeps every item', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
      const sorted = (list: number[]) => list.toSorted((a, b) => a - b);
      expect(sorted(seededRandom(seed).shuffle([...items]))).toEqual(sorted(items));
    }),
  );
});
