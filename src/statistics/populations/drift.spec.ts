import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binCount, binIndexes, binsOf, type ColumnValues, distributionOf } from '../distribution.js';
import { binContributions, nearestMixture, populationStabilityIndex } from './drift.js';
import { separability } from './separability.js';

const numbers = (values: readonly number[]): ColumnValues => ({ type: 'number', values: Float64Array.from(values) });

function words(values: readonly (string | null)[]): ColumnValues {
  const categories = [...new Set(values.filter((value) => value !== null))];
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : categories.indexOf(value)));
  return { type: 'category', codes, categories };
}

function normals(rows: number, shift: number, seed: number): number[] {
  // Lehmer's generator, as Park and Miller (1988) set it.
  let state = seed;
  for (let warm = 0; warm < 10; warm++) state = (state * 48_271) % 2_147_483_647;
  return Array.from({ length: rows }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return normalQuantile(state / 2_147_483_647, 0, 1) + shift;
  });
}

function indexOf(before: ColumnValues, after: ColumnValues): { index: number; noise: number } {
  const bins = binsOf(before);
  return populationStabilityIndex(distributionOf(bins, before), distributionOf(bins, after));
}

describe('bins of a reference population', () => {
  it('hold about equally many rows where values are distinct', () => {
    const column = numbers(Array.from({ length: 1000 }, (_, index) => index));
    const { counts } = distributionOf(binsOf(column), column);
    expect(counts).toEqual([0, ...Array.from({ length: 10 }, () => 100), 0, 0]);
  });

  it('put numbers apart that the reference does not have, below it and above it', () => {
    const bins = binsOf(numbers([3, 3, 3, 4]));
    expect([...binIndexes(bins, numbers([2, 3, 4, 4.5, Number.NaN]))]).toEqual([0, 1, 2, 3, 4]);
  });

  it('of one value alone still see another one', () => {
    const bins = binsOf(numbers([0, 0, 0]));
    expect([...binIndexes(bins, numbers([-1, 0, 1, Number.NaN]))]).toEqual([0, 1, 2, 3]);
  });

  it('that were stored without a range count as they did', () => {
    const { counts } = distributionOf({ type: 'number', edges: [1] }, numbers([0, 1, 2, 9, Number.NaN]));
    expect(counts).toEqual([2, 2, 1]);
  });

  it('give a frequent value a bin of its own, wherever it stands', () => {
    const column = numbers([
      ...Array.from({ length: 60 }, () => 0),
      ...Array.from({ length: 5 }, () => -1),
      ...Array.from({ length: 35 }, (_, index) => index + 1),
    ]);
    const { bins, counts } = distributionOf(binsOf(column), column);
    expect(bins).toMatchObject({ edges: [-1, 0, 10, 20, 30] });
    expect(counts).toEqual([0, 5, 60, 10, 10, 10, 5, 0, 0]);
  });

  it('put missing values, unseen categories and rare ones apart', () => {
    const before = words(['a', 'a', 'b', null]);
    const after = words(['b', 'z', null, 'a']);
    expect([...binIndexes(binsOf(before), after)]).toEqual([1, 2, 3, 0]);
  });

  it('compare a column that changed its kind by what its cells mean', () => {
    const before = numbers([1, 2, 3, Number.NaN]);
    expect(binIndexes(binsOf(before), words(['1', '2', '3', null]))).toEqual(binIndexes(binsOf(before), before));
  });

  it('count every row once', () => {
    const cell = fc.option(fc.double({ noNaN: true }), { nil: Number.NaN });
    fc.assert(
      fc.property(fc.array(cell), fc.array(cell), (before, after) => {
        const bins = binsOf(numbers(before));
        const { counts, rows } = distributionOf(bins, numbers(after));
        expect(counts).toHaveLength(binCount(bins));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows);
      }),
    );
  });
});

describe('the population stability index', () => {
  it('is 0 for the same population and grows with the distance as theory says', () => {
    const before = numbers(normals(50_000, 0, 1));
    expect(indexOf(before, before).index).toBe(0);
    // Jeffreys' divergence of two normals d standard deviations apart is d²; ten bins keep nearly all of it.
    expect(indexOf(before, numbers(normals(50_000, 0.3, 2))).index).toBeCloseTo(0.085, 1);
    expect(indexOf(before, numbers(normals(50_000, 0.5, 3))).index).toBeGreaterThan(0.2);
  });

  it('is the sum by hand', () => {
    const before = words([...Array.from({ length: 8000 }, () => 'a'), ...Array.from({ length: 2000 }, () => 'b')]);
    const after = words([...Array.from({ length: 5000 }, () => 'a'), ...Array.from({ length: 5000 }, () => 'b')]);
    const byHand = (0.5 - 0.8) * Math.log(0.5 / 0.8) + (0.5 - 0.2) * Math.log(0.5 / 0.2);
    expect(indexOf(before, after).index).toBeCloseTo(byHand, 3);
  });

  it('is never negative, the same both ways, and the sum of its bins', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const [before, after] = [a, b].map((rows) => ({
          bins: { type: 'number' as const, edges: [1, 2] },
          rows: rows.reduce((sum, count) => sum + count, 0),
          counts: rows,
          median: null,
        }));
        fc.pre(before!.rows > 0 && after!.rows > 0);
        const { index } = populationStabilityIndex(before!, after!);
        expect(index).toBeGreaterThanOrEqual(0);
        expect(populationStabilityIndex(after!, before!).index).toBeCloseTo(index, 10);
        expect(binContributions(before!, after!).reduce((sum, part) => sum + part, 0)).toBeCloseTo(index, 10);
      }),
    );
  });

  it('stays below its noise about 95 times of 100 where nothing moved', () => {
    const before = numbers(normals(2000, 0, 1));
    const below = Array.from({ length: 200 }, (_, draw) => indexOf(before, numbers(normals(300, 0, draw + 10)))).filter(
      ({ index, noise }) => index < noise,
    );
    expect(below.length / 200).toBeGreaterThan(0.9);
    expect(below.length / 200).toBeLessThan(1);
  });

  it('sees a flag that was always 0 become 1, and numbers that training never had', () => {
    const flag = (ones: number) => numbers(Array.from({ length: 1000 }, (_, row) => Number(row < ones)));
    expect(indexOf(flag(0), flag(600)).index).toBeGreaterThan(1);
    const amounts = numbers(normals(1000, 0, 1));
    const unseen = numbers(normals(1000, 0, 2).map((value, row) => (row % 5 === 0 ? 50 : value)));
    expect(indexOf(amounts, unseen).index).toBeGreaterThan(0.5);
  });

  it('sees a category come that training never had', () => {
    const before = words(Array.from({ length: 1000 }, () => 'basic'));
    const after = words(Array.from({ length: 1000 }, (_, row) => (row < 300 ? 'premium' : 'basic')));
    expect(indexOf(before, after).index).toBeGreaterThan(1);
  });

  it('makes nothing of a handful of rows in a bin that was empty', () => {
    const before = numbers(normals(2000, 0, 1));
    const after = numbers(normals(2000, 0, 1).map((value, row) => (row < 10 ? 9 : value)));
    expect(indexOf(before, after).index).toBeLessThan(0.01);
  });

  it('sees missing values come', () => {
    const before = numbers(normals(5000, 0, 1));
    const after = numbers(normals(5000, 0, 2).map((value, row) => (row % 5 === 0 ? Number.NaN : value)));
    expect(indexOf(before, after).index).toBeGreaterThan(0.25);
  });
});

describe('separability', () => {
  const binned = (columns: readonly number[][], bins = columns.map((column) => binsOf(numbers(column)))) =>
    columns.map((column, feature) => binIndexes(bins[feature]!, numbers(column)));

  it('is a coin toss for the same population', () => {
    const auc = separability(binned([normals(1000, 0, 1)]), binned([normals(1000, 0, 2)]));
    expect(Math.abs(auc.value - 0.5)).toBeLessThan(0.05);
  });

  it('sees many small moves that no feature shows alone', () => {
    const columns = (shift: number, seed: number) =>
      Array.from({ length: 10 }, (_, feature) => normals(2000, shift, seed + feature));
    const before = columns(0, 1);
    const bins = before.map((column) => binsOf(numbers(column)));
    const auc = separability(binned(before, bins), binned(columns(0.3, 100), bins));
    expect(auc.value).toBeGreaterThan(0.65);
  });

  it('sees features that changed together though each alone did not', () => {
    const x = normals(2000, 0, 1);
    const z = normals(2000, 0, 3);
    const bins = [binsOf(numbers(x)), binsOf(numbers(x))];
    const auc = separability(binned([x, normals(2000, 0, 2)], bins), binned([z, z], bins));
    expect(auc.lower).toBeGreaterThan(0.6);
  });
});

describe('the nearest mixture of two populations', () => {
  const [one, other] = [normals(4000, 0, 11), normals(1000, 2, 12)];
  const bins = binsOf(numbers([...one, ...other]));
  const spread = (values: readonly number[]) => distributionOf(bins, numbers(values));
  const distance = (live: readonly number[]) => {
    const mixture = nearestMixture(spread(one), spread(other), spread(live));
    return populationStabilityIndex(mixture, spread(live));
  };

  it.each([
    ['the first', normals(3000, 0, 13)],
    ['the second', normals(3000, 2, 14)],
    ['both', [...normals(1000, 0, 15), ...normals(2000, 2, 16)]],
  ])('explains rows of %s', (_, live) => {
    expect(distance(live).index).toBeLessThan(0.05);
  });

  it('does not explain rows of neither', () => {
    expect(distance(normals(3000, -2, 17)).index).toBeGreaterThan(0.5);
    expect(distance(normals(3000, 5, 18)).index).toBeGreaterThan(0.5);
  });
});
