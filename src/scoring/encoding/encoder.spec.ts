import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FeatureSpec } from './features.js';
import { encode, fitEncoding } from './encoder.js';

const number: FeatureSpec = { name: 'x', type: 'number' };
const city: FeatureSpec = { name: 'city', type: 'category', categories: ['a', 'b', 'c'] };

function encoded(feature: FeatureSpec, training: readonly number[], serving: readonly number[]) {
  const encoding = fitEncoding([feature], Float64Array.from(training), training.length);
  const frame = encode(encoding, Float64Array.from(serving), serving.length);
  const width = frame.columns.length;
  const rows = serving.map((_, row) => [...frame.values.slice(row * width, (row + 1) * width)]);
  return { columns: frame.columns, rows };
}

describe('numbers', () => {
  test('are standardised by the training part', () => {
    const { columns, rows } = encoded(number, [1, 3], [1, 2, 5]);
    expect(columns).toEqual(['x']);
    expect(rows).toEqual([[-1], [0], [3]]);
  });

  test('missing ones become the mean, with an indicator only where training had missing ones', () => {
    expect(encoded(number, [1, 3, NaN], [NaN, 3])).toEqual({
      columns: ['x', 'x is missing'],
      rows: [
        [0, 1],
        [1, 0],
      ],
    });
    expect(encoded(number, [1, 3], [NaN]).rows).toEqual([[0]]);
  });

  test('with a heavy tail are logged', () => {
    const amounts = Array.from({ length: 200 }, (_, i) => Math.exp(i / 20));
    const { rows } = encoded(number, amounts, [1, 10, 100, 1000]);
    const [a = 0, b = 0, c = 0, d = 0] = rows.map(([value]) => value);
    expect((d - c) / (c - b)).toBeLessThan(1.2);
    expect(b).toBeGreaterThan(a);
  });

  test('a constant one is encoded as zero', () => {
    expect(encoded(number, [5, 5, 5], [5]).rows).toEqual([[0]]);
  });
});

describe('categories', () => {
  const often = (code: number, times = 20) => Array.from({ length: times }, () => code);

  test('get a column each; unseen and missing ones are all zero where training had none', () => {
    expect(
      encoded(
        city,
        [0, 1, 2].flatMap((code) => often(code)),
        [0, 2, -1],
      ),
    ).toEqual({
      columns: ['city=a', 'city=b', 'city=c'],
      rows: [
        [1, 0, 0],
        [0, 0, 1],
        [0, 0, 0],
      ],
    });
  });

  test('rare ones share a column, which unseen ones share too', () => {
    expect(encoded(city, [...often(0), 1, 2], [0, 1, 2, -1])).toEqual({
      columns: ['city=a', 'city is rare'],
      rows: [
        [1, 0],
        [0, 1],
        [0, 1],
        [0, 1],
      ],
    });
  });

  test('missing ones get their own column where training had missing ones', () => {
    expect(encoded(city, [...often(0), ...often(1), ...often(2), -1], [-1]).rows).toEqual([[0, 0, 0, 1]]);
  });
});

test('every encoded value is finite and small, whatever comes', () => {
  const anything = fc.array(fc.double(), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(anything, anything, (training, serving) => {
      const finite = training.map((value) => (Number.isFinite(value) ? value : NaN));
      for (const row of encoded(number, finite, serving).rows) {
        for (const value of row) expect(Math.abs(value)).toBeLessThanOrEqual(10);
      }
    }),
  );
});
