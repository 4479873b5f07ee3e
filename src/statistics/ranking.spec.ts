import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascendingOrder, midranks } from './ranking.js';

/** More than are sorted by comparing them. */
const ROWS = 25_000;

it('many rows are in the same order as by comparing them: by value, then by what is counted about them, then as they came', () => {
  const value = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(-0, 0, 1, -1, Infinity, -Infinity, 5e-324));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), fc.integer({ min: 1, max: 1e9 }), (few, seed) => {
      const drawn = (row: number, salt: number) => Math.imul((row + salt) ^ seed, 0x9e3779b1) >>> 16;
      const values = Float64Array.from({ length: ROWS }, (_, row) => few[drawn(row, 0) % few.length]!);
      const ties = Float64Array.from({ length: ROWS }, (_, row) => drawn(row, ROWS) % 3);
      const compared = Uint32Array.from(values.keys()).sort((a, b) => {
        if (values[a]! !== values[b]!) return values[a]! < values[b]! ? -1 : 1;
        return ties[a]! - ties[b]! || a - b;
      });
      expect(ascendingOrder(values, ties)).toEqual(compared);
    }),
    { numRuns: 3 },
  );
});

it('mid-ranks of many rows are those of few', () => {
  const ranks = midranks(Float64Array.from({ length: ROWS }, (_, row) => row % 2));
  expect([ranks[0], ranks[1]]).toEqual([(ROWS / 2 + 1) / 2, (1.5 * ROWS + 1) / 2]);
});
