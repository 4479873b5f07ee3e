/** Work that stops now and then, so that others get their turn; it returns what it found. */
export type Interruptible<T> = Generator<undefined, T, undefined>;

/** Does the work at once. */
export function atOnce<T>(work: Interruptible<T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}
