import fc from 'fast-check';
import { expect, it } from 'vitest';
import { takeTop, tiedRows } from './top-rows.js';

const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(Number.NaN, -Infinity));

it('takes as many as there are, nobody without a value, and never a worse row before a better one', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 30 }),
      fc.double({ min: 0, max: 40, noNaN: true }),
      (column, size) => {
        const values = Float64Array.from(column);
        const taken = new Float64Array(values.length);
        takeTop(tiedRows(values, Uint32Array.from(values.keys())), size, undefined, taken);
        const open = column.filter((each) => each > -Infinity).length;
        expect(taken.reduce((sum, share) => sum + share, 0)).toBeCloseTo(Math.min(size, open), 9);
        values.forEach((own, row) => {
          if (!(own > -Infinity)) expect(taken[row]).toBe(0);
          values.forEach((other, place) => {
            if (own === other) expect(taken[row]).toBe(taken[place]);
            if (own > other && (taken[place] ?? 0) > 0) expect(taken[row]).toBe(1);
          });
        });
      },
    ),
  );
});

it('counts rows that are open in part as parts', () => {
  const values = Float64Array.of(3, 3, 1);
  const taken = new Float64Array(3);
  takeTop(tiedRows(values, Uint32Array.of(0, 1, 2)), 1.5, Float64Array.of(0.5, 0.5, 1), taken);
  expect([...taken]).toEqual([0.5, 0.5, 0.5]);
});
