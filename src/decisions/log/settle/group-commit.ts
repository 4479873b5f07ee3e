/** What became of an entry in a flush: its result, its error, or that it must wait for the next flush. */
export type Settlement<R> =
  | { readonly status: 'done'; readonly result: R }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'deferred' };

interface Waiting<E, R> {
  readonly entry: E;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** More rows than this do not make a flush cheaper a row, and they keep the first one waiting. */
const MOST_ENTRIES = 256;

/**
 * Writes entries in groups: all that arrive while one flush runs go out together in the next. There is one flush at a
 * time and no timed window: the next one starts as soon as the last has ended, after one turn of the event loop in which
 * its callers may come back.
 */
export class GroupCommit<E, R> {
  #waiting: Waiting<E, R>[] = [];
  #running: Promise<void> | null = null;

  /** @param flush settles every entry, in their order; where it throws, all entries of the group fail alike */
  constructor(private readonly flush: (entries: readonly E[]) => Promise<readonly Settlement<R>[]>) {}

  /** Resolves when the flush that held the entry has ended. */
  add(entry: E): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    do {
      await new Promise(setImmediate);
      const group = this.#waiting.splice(0, MOST_ENTRIES);
      const settlements = await this.#settle(group);
      this.#waiting.unshift(...group.filter((waiting, index) => isDeferred(waiting, settlements[index])));
    } while (this.#waiting.length > 0);
    this.#running = null;
  }

  async #settle(group: readonly Waiting<E, R>[]): Promise<readonly Settlement<R>[]> {
    try {
      return await this.flush(group.map(({ entry }) => entry));
    } catch (error) {
      return group.map(() => ({ status: 'failed', error }));
    }
  }
}

/** Tells a caller what became of its entry; true where it has to wait for the next flush. */
function isDeferred<E, R>({ resolve, reject }: Waiting<E, R>, settlement: Settlement<R> | undefined): boolean {
  if (settlement?.status === 'deferred') return true;
  if (settlement?.status === 'done') resolve(settlement.result);
  else reject(settlement?.error ?? new Error('The flush did not settle the entry.'));
  return false;
}
