import { type Database } from '#strata/platform/database';

/** An empty store is looked at this often while there are decisions … */
const LOOK_EVERY_MS = 1_000;
/** … and a decision after a pause waits for the look where the last one is this old. */
const STALE_AFTER_MS = 1_500;

const populated = new WeakSet<Database>();

/** Tells everybody who gathers from this database that somebody is stored in it. */
export function notePeople(database: Database): void {
  populated.add(database);
}

/**
 * Whether anybody is stored at all, so that a server that gets all facts inline asks for none. Once somebody was found it
 * is not asked again. What this process stores is known at once (`notePeople`); the first person that another process
 * stores is known within 1.5 seconds.
 */
export class Population {
  #lookedAt = -Infinity;
  #looking: Promise<void> | undefined;

  constructor(private readonly database: Database) {}

  /** False only where nobody is stored. */
  mayHoldAnybody(): boolean | Promise<boolean> {
    if (populated.has(this.database)) return true;
    const age = performance.now() - this.#lookedAt;
    if (age < LOOK_EVERY_MS) return false;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    if (age >= STALE_AFTER_MS) return this.#looking.then(() => populated.has(this.database));
    // The look goes on beside the decision; the next one that has to wait for it learns of its failure.
    this.#looking.catch(() => undefined);
    return false;
  }

  async #look(): Promise<void> {
    const [row] = await this.database.run((manager) => manager.query<{ any: boolean }[]>(ANYBODY));
    this.#lookedAt = performance.now();
    if (row?.any === true) notePeople(this.database);
  }
}

const ANYBODY = `
  select exists (select from profiles) or exists (select from events) or exists (select from consents) as any`;
