import { StrataError } from '#sdk';

/** When a circuit opens, and for how long. */
export interface BreakerLimits {
  /** Failures in a row. */
  readonly failures: number;
  readonly restMs: number;
}

const SCORING: BreakerLimits = { failures: 3, restMs: 5000 };

/**
 * Opens after some failures in a row, three unless told: calls are refused at once, so that broken code costs no time.
 * After a rest, five seconds unless told, one call is let through; it decides whether the circuit closes or rests again.
 */
export class CircuitBreaker {
  #failures = 0;
  #restsUntil = 0;
  #trying = false;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly limits: BreakerLimits = SCORING,
  ) {}

  /** True while calls are refused. */
  get isOpen(): boolean {
    return this.#failures >= this.limits.failures;
  }

  /** Whether a call may be made now; after a rest one may. */
  lets(): boolean {
    if (!this.isOpen) return true;
    if (this.#trying || this.now() < this.#restsUntil) return false;
    this.#trying = true;
    return true;
  }

  /** Throws `SCORER_CIRCUIT_OPEN` while the scorer rests. */
  pass(): void {
    if (this.lets()) return;
    throw new StrataError('SCORER_CIRCUIT_OPEN', `The scorer failed ${this.#failures} times in a row and rests.`);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#trying = false;
  }

  failed(): void {
    this.#failures++;
    this.#trying = false;
    this.#restsUntil = this.now() + this.limits.restMs;
  }
}
