interface Waiting<E, R> {
  readonly entry: E;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** More people than this do not make a gather cheaper a person. */
const MOST_ENTRIES = 128;

/**
 * Answers questions in groups: all that arrive while one group is under way go out together in the next. There is one at
 * a time and no timed window: the next one starts as soon as the last has ended, after one turn of the event loop in
 * which its callers may come back.
 */
export class Batches<E, R> {
  readonly #waiting: Waiting<E, R>[] = [];
  #isRunning = false;

  /** @param answer one result an entry, in their order; where it throws, all entries of the group fail alike */
  constructor(private readonly answer: (entries: readonly E[]) => Promise<readonly R[]>) {}

  add(entry: E): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      await new Promise(setImmediate);
      await this.#settle(this.#waiting.splice(0, MOST_ENTRIES));
    }
    this.#isRunning = false;
  }

  async #settle(group: readonly Waiting<E, R>[]): Promise<void> {
    try {
      const results = await this.answer(group.map(({ entry }) => entry));
      group.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error('A question of a group was not answered.'));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
