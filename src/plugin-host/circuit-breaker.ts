import { StrataError } from '../sdk/index.js';

const FAILURES_TO_OPEN = 3;
const REST_MS = 5000;

/**
 * Opens after three failures in a row: calls are refused at once, so that a broken model costs no time. After a rest of
 * five seconds one call is let through; it decides whether the circuit closes or rests again.
 */
export class CircuitBreaker {
  #failures = 0;
  #restsUntil = 0;
  #trying = false;

  /** @param now milliseconds of a clock that never goes back */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Throws `SCORER_CIRCUIT_OPEN` while the scorer rests. */
  pass(): void {
    if (this.#failures < FAILURES_TO_OPEN) return;
    if (this.#trying || this.now() < this.#restsUntil) {
      throw new StrataError('SCORER_CIRCUIT_OPEN', `The scorer failed ${this.#failures} times in a row and rests.`);
    }
    this.#trying = true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#trying = false;
  }

  failed(): void {
    this.#failures++;
    this.#trying = false;
    this.#restsUntil = this.now() + REST_MS;
  }
}
