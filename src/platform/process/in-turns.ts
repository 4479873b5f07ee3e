import { setImmediate } from 'node:timers/promises';
import { type Interruptible } from '#strata/kernel';

/** Long enough that stopping costs nothing, short enough that nobody notices the work. */
const TURN_MS = 15;

/** Does the work in short turns: the event loop is free between them. */
export async function inTurns<T>(work: Interruptible<T>): Promise<T> {
  let since = performance.now();
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    if (performance.now() - since < TURN_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}
