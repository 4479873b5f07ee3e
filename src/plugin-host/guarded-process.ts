import { StrataError } from '#sdk';
import { type ServingProcess } from './serving-process.js';

/**
 * A process of plugin code behind its guards: a time limit, a circuit breaker. A process that died is started again at once;
 * one that failed so often that it rests begins anew after its rest.
 */
export class GuardedProcess {
  readonly #breaker = new CircuitBreaker();
  #process: ServingProcess;
  #closed = false;

  constructor(
    private readonly plugin: string,
    private readonly startProcess: () => ServingProcess,
  ) {
    this.#process = startProcess();
  }

  /** Resolves when the process has loaded what it serves; rejects where that fails. */
  get ready(): Promise<void> {
    return this.#process.ready;
  }

  close(): void {
    this.#closed = true;
    this.#process.stop();
  }

  /** @throws StrataError what the work throws, `SCORER_CIRCUIT_OPEN` while it rests, `UNAVAILABLE` once closed */
  async run<T>(limitMs: number, work: (serving: ServingProcess, limitMs: number) => Promise<T>): Promise<T> {
    if (this.#closed) throw new StrataError('UNAVAILABLE', 'The scorer was closed.');
    this.#breaker.pass();
    try {
      const result = await work(await this.#loadedProcess(limitMs), limitMs);
      this.#breaker.succeeded();
      return result;
    } catch (error) {
      this.#breaker.failed();
      this.#recover();
      throw error;
    }
  }

  #recover(): void {
    // What it leaked is given back with its process; one that is slow to load may go on.
    if (this.#breaker.isOpen && this.#process.isReady) this.#process.stop();
    // Loaded again by the time that the next request comes.
    else if (!this.#process.alive && !this.#closed) this.#process = this.startProcess();
  }

  /** The process with what it serves, started again where it died; waits for it no longer than a call may take. */
  async #loadedProcess(limitMs: number): Promise<ServingProcess> {
    const loaded = this.#process.alive ? this.#process : (this.#process = this.startProcess());
    if (loaded.isReady) return loaded;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new StrataError(
            'SCORER_TIMEOUT',
            `"${this.plugin}" is still loading its stored model after ${Math.round(limitMs)} ms.`,
          ),
        );
      }, limitMs);
    });
    try {
      await Promise.race([loaded.ready, late]);
      return loaded;
    } finally {
      clearTimeout(timer);
    }
  }
}

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
