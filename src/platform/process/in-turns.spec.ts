import { expect, it } from 'vitest';
import { atOnce, type Interruptible } from '#strata/kernel';
import { inTurns } from './in-turns.js';

/** Works until others had their turn, and says how often it stopped. */
function* until(isDone: () => boolean): Interruptible<number> {
  for (let stops = 1; ; stops++) {
    yield;
    if (isDone()) return stops;
  }
}

it('work in turns lets others in, and gives what it found', async () => {
  let others = 0;
  const timer = setInterval(() => others++, 0);
  expect(await inTurns(until(() => others > 2))).toBeGreaterThan(0);
  clearInterval(timer);
});

it('work at once lets nobody in', () => {
  let steps = 0;
  expect(atOnce(until(() => ++steps === 1000))).toBe(1000);
});
