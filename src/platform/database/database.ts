import { type EntityManager } from 'typeorm';

/** Token of the process's {@link Database}. */
export const DATABASE = Symbol('database');

/**
 * The one way to the database, whichever home it has. On PGlite there is a single connection, so both calls take turns
 * behind a mutex; never hold on to a manager after `work` has ended, and never call either from inside the other.
 *
 * `manager.query(sql, parameters)` answers the rows, but for UPDATE and DELETE `[rows, count]`, in both homes. A bigint is
 * read as a number, a numeric as a string, bytea as a Uint8Array. Both calls throw `UNAVAILABLE` while the database cannot
 * be reached or cannot do it (a full disk, a standby, a time-out), and work again by themselves as soon as it can.
 */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  /** Runs `work` without a transaction. */
  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Resolves where the database can be read and, as far as is known, written. @throws StrataError UNAVAILABLE */
  ready(): Promise<void>;
  /** Writes the URL of the server that owns this database into the lock of its home, for the command line to find. */
  announce(url: string): Promise<void>;
  /** Waits for what runs, then closes. Further calls throw `UNAVAILABLE`. */
  close(): Promise<void>;
}
