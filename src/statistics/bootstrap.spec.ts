import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapEstimate, bootstrapSums, jointEstimates } from './bootstrap.js';

const mean = (sums: Float64Array) => sums[0]! / sums[1]!;

describe('the bootstrap', () => {
  it('sums what was observed exactly, whatever the clusters', () => {
    const rows = fc.array(fc.record({ value: fc.integer({ min: -50, max: 50 }), cluster: fc.nat(5) }));
    fc.assert(
      fc.property(rows, (sample) => {
        const values = sample.map(({ value }) => value);
        const clusters = sample.map(({ cluster }) => cluster);
        const { observed } = bootstrapSums({ columns: [values], clusters, replicates: 1, uniform: seeded(1) });
        expect(observed[0]).toBe(values.reduce((sum, value) => sum + value, 0));
      }),
    );
  });

  it('gives the interval of a mean that theory gives', () => {
    const uniform = seeded(3);
    const values = Array.from({ length: 2000 }, () => Number(uniform() < 0.3));
    const sums = bootstrapSums({ columns: [values, values.map(() => 1)], replicates: 1000, uniform });
    const { value, lower, upper } = bootstrapEstimate(sums, mean);
    const reach = 1.96 * Math.sqrt((value * (1 - value)) / values.length);
    expect(upper - value).toBeCloseTo(reach, 2);
    expect(value - lower).toBeCloseTo(reach, 2);
  });

  it('is wider where rows belong together', () => {
    const uniform = seeded(5);
    const people = Array.from({ length: 300 }, () => Number(uniform() < 0.5));
    const values = people.flatMap((value) => [value, value, value, value]);
    const clusters = people.flatMap((_, person) => [person, person, person, person]);
    const columns = [values, values.map(() => 1)];
    const width = (request: { clusters?: number[] }) => {
      const { lower, upper } = bootstrapEstimate(bootstrapSums({ columns, uniform: seeded(7), ...request }), mean);
      return upper - lower;
    };
    expect(width({ clusters }) / width({})).toBeGreaterThan(1.6);
  });

  it('is the same for the same seed, and pairs what it compares', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const request = { columns: [values, values.map((value) => value + 2), values.map(() => 1)] };
    const sums = bootstrapSums({ ...request, uniform: seeded(9) });
    expect(bootstrapSums({ ...request, uniform: seeded(9) })).toEqual(sums);
    const difference = bootstrapEstimate(sums, ([a = 0, b = 0, rows = 0]) => (b - a) / rows);
    expect(difference).toMatchObject({ value: 2, lower: 2, upper: 2 });
  });

  it('holds several figures together: as wide as one alone where all are the same, wider where they differ', () => {
    const uniform = seeded(11);
    const values = Array.from({ length: 5 }, () => Array.from({ length: 400 }, () => uniform()));
    const sums = bootstrapSums({ columns: [...values, values[0]!.map(() => 1)], replicates: 2000, uniform });
    const meanOf = (column: number) => (all: Float64Array) => all[column]! / all[5]!;
    const reach = (figures: readonly number[]) => {
      const [first] = jointEstimates(sums, figures.map(meanOf));
      return (first!.upper - first!.value) / Math.sqrt(1 / 12 / 400);
    };
    expect(reach([0])).toBeCloseTo(1.96, 0);
    expect(reach([0, 0, 0])).toBe(reach([0]));
    // 0.95 = P(|z| < c)^5 of independent figures.
    expect(reach([0, 1, 2, 3, 4])).toBeCloseTo(2.57, 0);
    expect(reach([0, 1, 2, 3, 4])).toBeGreaterThan(1.15 * reach([0]));
    const undefinedOne = jointEstimates(sums, [meanOf(0), () => Number.NaN]);
    expect(undefinedOne[0]).toEqual(jointEstimates(sums, [meanOf(0)])[0]);
    expect(undefinedOne[1]!.lower).toBeNaN();
  });

  it('has no interval where the figure is often undefined', () => {
    const sums = bootstrapSums({
      columns: [
        [1, 0],
        [1, 0],
      ],
      uniform: seeded(2),
    });
    expect(bootstrapEstimate(sums, mean).value).toBe(1);
    expect(bootstrapEstimate(sums, mean).lower).toBeNaN();
  });
});

/** Numbers on [0, 1) from a linear congruential generator (Numerical Recipes): this folder imports nothing of ours. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
