import { type EntityManager } from 'typeorm';
import { type Database, sqlState } from '#strata/platform/database';
import { isCovered } from './locks.js';

/** Thrown where a transaction turns out to need locks that it did not take at its begin. */
class MoreLocksNeeded extends Error {
  override readonly name = 'MoreLocksNeeded';
  constructor(readonly ids: readonly string[]) {
    super('another transaction changed who is who; this one starts again');
  }
}

/** @throws MoreLocksNeeded, which {@link withRetries} answers by another try */
export function assertCovered(ids: readonly string[], locked: Iterable<string>): void {
  const held = [...locked];
  if (!ids.every((id) => isCovered(id, held))) throw new MoreLocksNeeded(ids);
}

const TRIES = 8;
/** Serialization failure, deadlock, unique violation: another process was faster. */
const COLLISIONS: readonly unknown[] = ['40001', '40P01', '23505'];

/** Runs a transaction, again where another one got in its way. `also` are ids to lock, learned from the tries before. */
export async function withRetries<T>(
  database: Database,
  work: (manager: EntityManager, also: ReadonlySet<string>) => Promise<T>,
): Promise<T> {
  const also = new Set<string>();
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction((manager) => work(manager, also));
    } catch (error) {
      if (attempt === TRIES || !mayBeTriedAgain(error)) throw error;
      if (error instanceof MoreLocksNeeded) for (const id of error.ids) also.add(id);
    }
  }
}

function mayBeTriedAgain(error: unknown): boolean {
  if (error instanceof MoreLocksNeeded) return true;
  return COLLISIONS.includes(sqlState(error));
}
