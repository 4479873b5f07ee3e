interface Waiting<E, R> {
  readonly entry: E;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** More people than this do not make a gather cheaper a person, and they keep the first one waiting. */
const MOST_ENTRIES = 16;
/** While the answers of one group are worked on, the database finds those of another. */
const MOST_GROUPS = 2;

/**
 * Answers questions in groups: all that arrive while groups are under way go out together in the next. There is no timed
 * window: the next one starts as soon as one has ended, after one turn of the event loop in which its callers may come
 * back.
 */
export class Batches<E, R> {
  readonly #waiting: Waiting<E, R>[] = [];
  #running = 0;

  /** @param answer one result an entry, in their order; where it throws, all entries of the group fail alike */
  constructor(private readonly answer: (entries: readonly E[]) => Promise<readonly R[]>) {}

  add(entry: E): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      if (this.#running < MOST_GROUPS) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running += 1;
    while (this.#waiting.length > 0) {
      await new Promise(setImmediate);
      await this.#settle(this.#waiting.splice(0, MOST_ENTRIES));
    }
    this.#running -= 1;
  }

  async #settle(group: readonly Waiting<E, R>[]): Promise<void> {
    if (group.length === 0) return;
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
