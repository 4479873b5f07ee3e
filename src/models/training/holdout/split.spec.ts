import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdoutStart, splitRows } from './split.js';

describe('a split by hash', () => {
  const split = { by: 'hash', holdout: 0.2, seed: 1, key: 'userId' } as const;

  it('holds out about the share asked for, always the same rows', () => {
    const rows = splitRows(split, 10_000, { keyOf: String });
    expect(rows.holdout.length).toBeGreaterThan(1850);
    expect(rows.holdout.length).toBeLessThan(2150);
    expect(splitRows(split, 10_000, { keyOf: String })).toEqual(rows);
  });

  it('puts every row on one side, and all rows of a person on the same', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 100 }), (people) => {
        const { training, holdout } = splitRows(split, people.length, { keyOf: (row) => `u${String(people[row])}` });
        expect([...training, ...holdout].toSorted((a, b) => a - b)).toEqual(people.map((_, row) => row));
        const heldOut = new Set(Array.from(holdout, (row) => people[row]));
        expect(Array.from(training, (row) => people[row]).some((person) => heldOut.has(person))).toBe(false);
      }),
    );
  });
});

describe('a split by time', () => {
  it('holds out the latest rows; rows without a moment are trained on', () => {
    const times = Float64Array.from([5, 1, Number.NaN, 4, 3]);
    const split = { by: 'time', holdout: 0.4, column: 'at', from: new Date(4).toISOString() } as const;
    const { training, holdout } = splitRows(split, 5, { keyOf: String, times });
    expect([...holdout]).toEqual([0, 3]);
    expect([...training]).toEqual([1, 2, 4]);
  });

  it('starts at the moment that comes nearest to the share', () => {
    expect(holdoutStart(Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 0.2)).toBe(9);
    expect(holdoutStart(Float64Array.from([1, 1, 1, 2, 2, 2]), 0.2)).toBe(2);
    expect(holdoutStart(Float64Array.from([1, 1, 1]), 0.2)).toBeUndefined();
  });

  it('leaves rows on both sides whenever there are two moments', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5), { minLength: 2, maxLength: 50 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (times, share) => {
          fc.pre(new Set(times).size > 1);
          const start = holdoutStart(Float64Array.from(times), share);
          expect(times.some((time) => time < start!)).toBe(true);
          expect(times.some((time) => time >= start!)).toBe(true);
        },
      ),
    );
  });
});
