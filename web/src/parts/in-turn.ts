/** So few at once that other pages of the same server are not held up. */
const MOST_AT_ONCE = 2;
let counting = 0;
const waiting: (() => void)[] = [];

/** Does what the server counts for long when its turn has come, unless nobody wants it any more by then. */
export async function inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (counting >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else counting += 1;
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) counting -= 1;
    else next();
  }
}
