import { describe, expect, test } from 'vitest';
import { seededRandom } from '#sdk';
import { type Linked, shapley } from './shapley.js';

/** A model as a function of one row. */
function model(width: number, value: (row: Float64Array) => number): Linked {
  return (packed, rows) =>
    Promise.resolve(
      Float64Array.from({ length: rows }, (_, row) => value(packed.subarray(row * width, (row + 1) * width))),
    );
}

function background(width: number, rows: number): Float64Array {
  const random = seededRandom(5);
  return Float64Array.from({ length: width * rows }, () => random.normal());
}

const mean = (values: Float64Array, width: number, feature: number) =>
  values.filter((_, index) => index % width === feature).reduce((sum, v) => sum + v, 0) / (values.length / width);

describe.each([
  ['exact', 6],
  ['sampled', 14],
])('%s Shapley values (%d features)', (_, width) => {
  const row = Float64Array.from({ length: width }, (_, feature) => feature / 4 + 1);
  const others = background(width, 40);

  test('add up to the score, whatever the model', async () => {
    const wild = model(
      width,
      (x) => Math.sin(x.reduce((product, v) => product * (v + 1), 1)) + (x[0] ?? 0) * (x[1] ?? 0),
    );
    const { base, parts } = await shapley(wild, row, others, 1);
    const [score] = await wild(row, 1);
    expect(base + parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score ?? NaN, 9);
  });

  test('are weight × (value − mean) for a linear model, with no error', async () => {
    const linear = model(width, (x) => x.reduce((sum, v, feature) => sum + (feature + 1) * v, 0));
    const { parts, standardError } = await shapley(linear, row, others, 1);
    parts.forEach((part, feature) => {
      expect(part).toBeCloseTo((feature + 1) * ((row[feature] ?? 0) - mean(others, width, feature)), 9);
    });
    if (width <= 10) expect(standardError).toBe(0);
  });

  test('give nothing to a feature that is not used, and the same to two that act alike', async () => {
    const pair = model(width, (x) => Math.max(0, (x[1] ?? 0) + (x[2] ?? 0)));
    const same = row.slice();
    same[2] = same[1] ?? 0;
    const mirrored = others.slice();
    for (let at = 0; at < mirrored.length; at += width) mirrored[at + 2] = mirrored[at + 1] ?? 0;
    const { parts, standardError } = await shapley(pair, same, mirrored, 1);
    expect(parts[0]).toBeCloseTo(0, 12);
    expect(Math.abs((parts[1] ?? 0) - (parts[2] ?? 0))).toBeLessThanOrEqual(6 * standardError + 1e-9);
  });
});

test('the standard error of sampled values covers their distance from the exact ones', async () => {
  const width = 12;
  const product = model(width, (x) => (x[0] ?? 0) * (x[1] ?? 0));
  const row = new Float64Array(width).fill(1);
  const others = background(width, 40);
  const { parts, standardError } = await shapley(product, row, others, 1);
  // Of a product of two: half of what each adds alone and last.
  const b = (feature: number) => mean(others, width, feature);
  const both = others.reduce((sum, v, at) => (at % width === 0 ? sum + v * (others[at + 1] ?? 0) : sum), 0) / 40;
  const exact = 0.5 * (b(1) - both) + 0.5 * (1 - b(0));
  expect(Math.abs((parts[0] ?? 0) - exact)).toBeLessThan(4 * standardError + 1e-9);
});
