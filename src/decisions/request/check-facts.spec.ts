import { describe, expect, it } from 'vitest';
import { type FactCatalogue } from '#strata/engine';
import { checkFacts } from './check-facts.js';

const CATALOGUE: FactCatalogue = {
  expires: { type: 'date', from: { profile: 'expires' }, words: 'end of the contract' },
};
const checked = (expires: unknown, timeZone = 'UTC') => checkFacts({ expires }, CATALOGUE, timeZone)['expires'];

describe('a date of a request', () => {
  it.each(['2026-11-22', '2026-11-22T08:00:00+08:00', '2026-11-22T08:00Z'])('%s stays as it is written', (text) => {
    expect(checked(text)).toBe(text);
  });

  it('is one of the shop where it has no offset', () => {
    expect(checked('2026-11-22T08:00:00')).toBe('2026-11-22T08:00:00.000Z');
    expect(checked('2026-11-22 08:00', 'Asia/Shanghai')).toBe('2026-11-22T00:00:00.000Z');
    expect(checked('2026-07-01T00:30', 'Europe/Berlin')).toBe('2026-06-30T22:30:00.000Z');
  });

  it.each(['22.11.2026', '2026-02-30', '2026-2-3', '', 20_261_122, true])('is not %j', (value) => {
    expect(() => checked(value)).toThrow(expect.objectContaining({ code: 'INVALID_FACT' }));
  });

  it('is not known where it is null', () => {
    expect(checked(null)).toBeUndefined();
  });
});
