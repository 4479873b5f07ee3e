import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadRow, readConsent, readId, readMoment, readObject } from './cells.js';

const NOON = Date.parse('2026-11-22T12:00:00Z');

describe('a moment', () => {
  it.each([
    ['2026-11-22T12:00:00Z', NOON],
    ['2026-11-22T12:00:00.250Z', NOON + 250],
    ['2026-11-22 12:00:00', NOON],
    ['2026-11-22 12:00:00 UTC', NOON],
    ['2026-11-22 14:00:00+02', NOON],
    ['2026-11-22T17:30:00+0530', NOON],
    ['2026-11-22T12:00', NOON],
    ['2026-11-22', NOON - 43_200_000],
    [NOON, NOON],
    [String(NOON), NOON],
    [NOON / 1000, NOON],
    [String(NOON / 1000), NOON],
    ['1795348800.5', 1_795_348_800_500],
  ])('is read from %s', (cell, expected) => {
    expect(readMoment(cell)).toBe(expected);
  });

  it.each(['22.11.2026', '11/22/2026', '2026-02-30', '2026-13-01', 'yesterday', '1e400', true, {}, 1e18])(
    'is not guessed from %s',
    (cell) => {
      expect(() => readMoment(cell)).toThrow(BadRow);
    },
  );

  it('is read back from any ISO 8601 text that JavaScript writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-02'), max: new Date('9998-12-31'), noInvalidDate: true }),
        (date) => {
          expect(readMoment(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });
});

describe('other cells', () => {
  it('are ids as text or as numbers, without control characters', () => {
    expect([readId('user_id', 'u1'), readId('user_id', 42), readId('user_id', '')]).toEqual(['u1', '42', null]);
    for (const cell of ['a\nb', 'a\0', 'x'.repeat(201), true, {}]) {
      expect(() => readId('user_id', cell)).toThrow('user_id');
    }
  });

  it('are objects as JSON or as they are', () => {
    expect([readObject('p', '{"a":1}'), readObject('p', { a: 1 }), readObject('p', null)]).toEqual([
      { a: 1 },
      { a: 1 },
      {},
    ]);
    for (const cell of ['[1]', 'no', '"text"', 7, [1]]) expect(() => readObject('p', cell)).toThrow(BadRow);
  });

  it('are consents in the words that systems export', () => {
    expect(['true', 'YES', 1, 'granted', true].map((cell) => readConsent('c', cell))).not.toContain(false);
    expect(['false', 'No', 0, 'withdrawn', false].map((cell) => readConsent('c', cell))).not.toContain(true);
    expect(readConsent('c', '')).toBeNull();
    expect(() => readConsent('c', 'maybe')).toThrow(BadRow);
  });
});
