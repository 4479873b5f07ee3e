import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastCosts, matchGroups } from './match-personas.js';

function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) => Array.from({ length: n }, (_, at) => order.toSpliced(at, 0, n - 1)));
}

test('no other assignment costs less', () => {
  const matrix = fc.integer({ min: 1, max: 5 }).chain((n) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }), {
      minLength: n,
      maxLength: n,
    }),
  );
  fc.assert(
    fc.property(matrix, (costs) => {
      const costOf = (columns: readonly number[]) =>
        columns.reduce((sum, column, row) => sum + costs[row]![column]!, 0);
      const found = leastCosts(costs);
      expect([...found].sort()).toEqual([...costs.keys()]);
      expect(costOf(found)).toBe(Math.min(...orders(costs.length).map(costOf)));
    }),
    { numRuns: 60 },
  );
});

const people = (...counts: readonly (readonly [label: number, count: number])[]) =>
  Int32Array.from(counts.flatMap(([label, count]) => Array.from({ length: count }, () => label)));

test('groups are known again by whom they share, whatever their order', () => {
  const before = { labels: people([0, 50], [1, 30], [2, 20]), groups: 3 };
  expect(matchGroups(before, { labels: people([2, 45], [0, 35], [1, 20]), groups: 3 })).toEqual([1, 2, 0]);
});

test('a group that is like none of before is new, and outliers are no group', () => {
  const before = { labels: people([0, 60], [1, 40]), groups: 2 };
  const after = { labels: people([0, 15], [1, 15], [2, 15], [-1, 15], [3, 40]), groups: 4 };
  expect(matchGroups(before, after)).toEqual([null, null, null, 1]);
});
