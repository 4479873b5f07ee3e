import { type EntityManager } from 'typeorm';

/**
 * The one way to the database, whichever home it has. On PGlite there is a single connection, so both calls take turns
 * behind a mutex; never hold on to a manager after `work` has ended, and never call either from inside the other.
 */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  /** Runs `work` without a transaction. */
  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Waits for what runs, then closes. Further calls throw `UNAVAILABLE`. */
  close(): Promise<void>;
}
