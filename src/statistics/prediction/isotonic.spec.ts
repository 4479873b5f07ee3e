import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isotonicBlocks, isotonicRegression, isotonicValue } from './isotonic.js';

const points = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: 20 }),
    y: fc.integer({ min: -9, max: 9 }),
    weight: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 40 },
);

describe('isotonic regression', () => {
  it('pools adjacent violators', () => {
    expect(isotonicRegression([1, 2, 3, 4, 5], [1, 3, 2, 4, 5])).toEqual({
      x: [1, 2, 3, 4, 5],
      y: [1, 2.5, 2.5, 4, 5],
    });
  });

  it('is the mean where the values fall', () => {
    expect(isotonicBlocks([1, 2, 3], [3, 2, 1])).toEqual([{ from: 1, to: 3, value: 2, weight: 3 }]);
  });

  it('interpolates between blocks and is constant outside of them', () => {
    const fit = isotonicRegression([1, 3], [0, 1]);
    expect([0, 1, 2, 3, 9].map((x) => isotonicValue(fit, x))).toEqual([0, 0, 0.5, 1, 1]);
    expect(isotonicValue({ x: [], y: [] }, 1)).toBeNaN();
  });

  it('has ascending blocks that keep the total, whatever the order of the rows', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const blocks = fit(rows);
        blocks.slice(1).forEach((block, i) => {
          expect(block.from).toBeGreaterThan(blocks[i]!.to);
          expect(block.value).toBeGreaterThan(blocks[i]!.value);
        });
        const total = rows.reduce((sum, { y, weight }) => sum + y * weight, 0);
        expect(blocks.reduce((sum, block) => sum + block.value * block.weight, 0)).toBeCloseTo(total, 8);
        expect(fit(rows.toReversed())).toHaveLength(blocks.length);
      }),
    );
  });

  it('no non-decreasing step function fits better', () => {
    fc.assert(
      fc.property(
        points,
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 21, maxLength: 21 }),
        (rows, rival) => {
          const steps = rival.toSorted((a, b) => a - b);
          const fitted = isotonicRegression(
            rows.map((row) => row.x),
            rows.map((row) => row.y),
            rows.map((row) => row.weight),
          );
          const error = (value: (x: number) => number) =>
            rows.reduce((sum, { x, y, weight }) => sum + weight * (value(x) - y) ** 2, 0);
          expect(error((x) => isotonicValue(fitted, x))).toBeLessThanOrEqual(error((x) => steps[x]!) + 1e-9);
        },
      ),
    );
  });
});

function fit(rows: readonly { x: number; y: number; weight: number }[]) {
  return isotonicBlocks(
    rows.map((row) => row.x),
    rows.map((row) => row.y),
    rows.map((row) => row.weight),
  );
}
