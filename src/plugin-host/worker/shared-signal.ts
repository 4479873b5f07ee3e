/** So long a measured processor time counts as that of now, ms. */
const FRESH_MS = 100;

/** How long a training computes between two looks at its signal. */
export class Looks {
  /** The longest stretch so far, ms: of wall or of processor time, whichever is less, since machines may be busy. */
  longestMs = 0;
  #sawEnd: { readonly at: number; readonly ms: number } | undefined;
  #looked = performance.now();
  #cpu = { at: performance.now(), ms: cpuMs() };

  /** The plugin begins to compute. */
  begin(): void {
    this.#looked = performance.now();
    this.#cpu = { at: this.#looked, ms: cpuMs() };
  }

  /** It looked, or is done. */
  look(): void {
    const now = performance.now();
    const wallMs = now - this.#looked;
    this.#looked = now;
    if (now - this.#cpu.at < FRESH_MS) return;
    const before = this.#cpu;
    this.#cpu = { at: now, ms: cpuMs() };
    this.longestMs = Math.max(this.longestMs, Math.min(wallMs, this.#cpu.ms - before.ms));
  }

  /** It saw that it is to stop. */
  sawEnd(): void {
    this.#sawEnd ??= { at: performance.now(), ms: cpuMs() };
  }

  /** How long it went on when it had seen that it is to stop, ms: of wall or of processor time, whichever is less. */
  get wentOnMs(): number {
    const seen = this.#sawEnd;
    return seen === undefined ? 0 : Math.min(performance.now() - seen.at, cpuMs() - seen.ms);
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Gives the signal of the controller the state of shared memory, so that a training loop sees it without ever returning to
 * its event loop.
 */
export function sharedSignal({ signal }: AbortController, cancelled: Int32Array, looks: Looks): AbortSignal {
  const aborted = () => {
    looks.look();
    if (Atomics.load(cancelled, 0) === 0) return false;
    looks.sawEnd();
    return true;
  };
  Object.defineProperty(signal, 'aborted', { get: aborted });
  Object.defineProperty(signal, 'throwIfAborted', {
    value: () => {
      if (aborted()) throw new Error('The training was cancelled.');
    },
  });
  return signal;
}
