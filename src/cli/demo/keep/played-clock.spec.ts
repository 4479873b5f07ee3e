import { expect, it } from 'vitest';
import { PlayedClock } from './played-clock.js';

const DAY = 86_400_000;

it('a clock is played from a moment in the past on, and is the machine’s again afterwards', () => {
  const real = globalThis.Date;
  const began = Date.now();
  const clock = new PlayedClock(began - 5 * DAY);
  try {
    expect(Math.round((Date.now() - began) / DAY)).toBe(-5);
    expect(Math.round((new Date().getTime() - began) / DAY)).toBe(-5);
    expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
    expect(new Date()).toBeInstanceOf(Date);
    clock.turnTo(began - DAY);
    expect(Math.round((Date.now() - began) / DAY)).toBe(-1);
    clock.turnTo(began + 7 * DAY);
    expect(Math.round((Date.now() - began) / DAY)).toBe(0);
  } finally {
    clock.release();
  }
  expect(globalThis.Date).toBe(real);
});
