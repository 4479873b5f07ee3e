import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stretchesOf } from './stretches.js';

const moments = fc.array(fc.oneof(fc.integer({ min: 0, max: 99 }), fc.constant(Number.NaN)), { maxLength: 300 });

it('stretches follow one another in time, and hold every row once that is later than the first window', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 0, max: 120 }), (times, within) => {
      const stretches = stretchesOf(Float64Array.from(times), within);
      const first = times
        .filter((time) => !Number.isNaN(time))
        .reduce((least, time) => Math.min(least, time), Infinity);
      const later = [...times.keys()].filter((row) => times[row]! >= first + within && times[row]! > first);
      const held = stretches.flatMap(({ rows }) => [...rows]);
      expect(held.toSorted((a, b) => a - b)).toEqual(later);
      expect(stretches.length).toBeLessThanOrEqual(50);
      for (const [place, { rows, from }] of stretches.entries()) {
        const own = [...rows].map((row) => times[row]!);
        expect(Math.min(...own)).toBe(from);
        expect(Math.max(...own)).toBeLessThan(stretches[place + 1]?.from ?? Infinity);
      }
    }),
  );
});
