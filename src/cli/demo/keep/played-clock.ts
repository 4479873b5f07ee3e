/**
 * The clock of this process while it plays what has happened in the weeks before: whatever reads it, reads the moment that is
 * played. Moments only go on, since ids and histories are in their order. Timers go by the machine's own clock, as ever.
 */
export class PlayedClock {
  readonly #real = globalThis.Date;
  #ahead = 0;

  /** @param moment milliseconds since 1970, UTC: when the play begins */
  constructor(moment: number) {
    const RealDate = this.#real;
    const now = (): number => RealDate.now() + this.#ahead;
    this.turnTo(moment);
    globalThis.Date = new Proxy(RealDate, {
      construct: (target, parts: unknown[], made) =>
        Reflect.construct(target, parts.length === 0 ? [now()] : parts, made) as Date,
      apply: () => new RealDate(now()).toString(),
      get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
    });
  }

  /** Turns it to a later moment, and never beyond what the machine's clock says. */
  turnTo(moment: number): void {
    this.#ahead = Math.min(0, moment - this.#real.now());
  }

  /** From here on it is the machine's clock again. */
  release(): void {
    globalThis.Date = this.#real;
  }
}
