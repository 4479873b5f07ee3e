import { describe, expect, it } from 'vitest';
import { cronProblem, nextTurn } from './cron.js';

const turn = (cron: string, zone: string, after: string) => {
  const next = nextTurn(cron, zone, Date.parse(after));
  return next === null ? null : new Date(next).toISOString();
};

describe('the next turn', () => {
  it('is told by the clocks of the time zone', () => {
    expect(turn('0 6 * * MON', 'Asia/Shanghai', '2026-11-27T00:00:00Z')).toBe('2026-11-29T22:00:00.000Z');
    expect(turn('0 6 * * 1', 'UTC', '2026-11-27T00:00:00Z')).toBe('2026-11-30T06:00:00.000Z');
  });

  it('comes after the moment, not at it', () => {
    expect(turn('*/15 * * * *', 'UTC', '2026-11-27T00:15:00Z')).toBe('2026-11-27T00:30:00.000Z');
  });

  it('comes once a day where clocks skip its time, and where they show it twice', () => {
    const zone = 'Europe/Berlin';
    expect(turn('30 2 * * *', zone, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(turn('30 2 * * *', zone, '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
    expect(turn('30 2 * * *', zone, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(turn('30 2 * * *', zone, '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });
});

describe('a cron expression', () => {
  it.each(['* * * * *', '0 6 * * MON', '*/5 8-18 1,15 JAN-MAR *', '0 0 L * *', '0 9 * * MON#1'])(
    'may be %s',
    (cron) => {
      expect(cronProblem(cron)).toBeUndefined();
    },
  );

  it.each([
    ['', /five fields/],
    ['@daily', /five fields/],
    ['0 6 * *', /five fields/],
    ['0 0 6 * * *', /five fields/],
    ['2026-12-01T00:00:00', /five fields/],
    ['61 * * * *', /61/],
    ['0 6 * * MONDAY', /MONDAY/],
    ['0 0 31 2 *', /no turn/],
    ['every day at six sharp', /./],
  ])('is not %j', (cron, problem) => {
    expect(cronProblem(cron)).toMatch(problem);
  });
});
