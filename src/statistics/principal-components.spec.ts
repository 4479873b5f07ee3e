import { expect, test } from 'vitest';
import { principalComponents } from './principal-components.js';

test('the directions stand upright on each other, and hold all of the variance', () => {
  const values = Float64Array.from({ length: 300 }, (_, at) => {
    const row = Math.floor(at / 3);
    return [Math.sin(row), Math.sin(row) + 0.1 * Math.cos(7 * row), 0.01 * (row % 10)][at % 3]!;
  });
  const { directions, variances, means } = principalComponents(values, 3);
  const product = (one: number, other: number) =>
    [0, 1, 2].reduce((sum, at) => sum + directions[3 * one + at]! * directions[3 * other + at]!, 0);
  for (const one of [0, 1, 2])
    for (const other of [0, 1, 2]) expect(product(one, other)).toBeCloseTo(one === other ? 1 : 0);
  const total = values.reduce((sum, value, at) => sum + (value - means[at % 3]!) ** 2, 0) / 100;
  expect(variances.reduce((sum, each) => sum + each, 0)).toBeCloseTo(total);
  expect([...variances]).toEqual([...variances].sort((a, b) => b - a));
  // The first two columns rise together.
  expect(directions[0]).toBeCloseTo(Math.SQRT1_2, 1);
  expect(directions[1]).toBeCloseTo(Math.SQRT1_2, 1);
});
