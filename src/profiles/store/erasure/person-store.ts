import { type EntityManager } from 'typeorm';

/**
 * What each folder that keeps something about people implements and hands to the `ProfileStore`, so that erasure and
 * export reach every table and nothing is forgotten when a folder is added.
 */
export interface PersonStore {
  /** The member of the export, such as `decisions`. */
  readonly name: string;
  /**
   * Deletes everything about the person, inside the transaction of the erasure.
   *
   * @param ids all ids of the person: the user's and every one that was merged into it
   * @returns how many rows went
   */
  erase(manager: EntityManager, ids: readonly string[]): Promise<number>;
  /** Everything about the person, as JSON can carry it. */
  export(manager: EntityManager, ids: readonly string[]): Promise<readonly unknown[]>;
}
