import { type Availability, type Refusal, withSpent } from '#strata/engine';

const EVERYTHING: Availability = Object.freeze({
  stockSpent: Object.freeze([]),
  budgetSpent: Object.freeze([]),
});

/** Reservations come back rarely (an operator, a limit raised elsewhere): a spent offer is tried again this often. */
const REMEMBERED_MS = 30_000;

/** Remembers which offers were refused, so that spent stock costs no transaction. A new release starts afresh. */
export class SpentOffers {
  #release = '';
  #since = 0;
  #availability = EVERYTHING;

  /** @param now milliseconds since 1970, UTC */
  availability(release: string, now: number): Availability {
    // Also where the clock was set back: what is remembered would stay for as long as it was ahead.
    if (release !== this.#release || Math.abs(now - this.#since) > REMEMBERED_MS) {
      this.#release = release;
      this.#since = now;
      this.#availability = EVERYTHING;
    }
    return this.#availability;
  }

  remember(release: string, refusal: Refusal, pair: string): void {
    if (release === this.#release) this.#availability = withSpent(this.#availability, pair, refusal);
  }
}
