import { type EntityManager } from 'typeorm';

/** Tells this advisory lock from others of the same database: the bytes of "outc". */
const LOCK = 0x6f757463;

/**
 * Makes the transaction wait until it is alone: whatever goes over many exposures and outcomes does so one at a time, in
 * whichever process, so that nothing is counted or released twice.
 */
export async function takeTurn(manager: EntityManager): Promise<void> {
  await manager.query('select pg_advisory_xact_lock($1)', [LOCK]);
}

/** Makes the transaction wait for whoever is alone; reports of single outcomes run side by side. */
export async function joinTurn(manager: EntityManager): Promise<void> {
  await manager.query('select pg_advisory_xact_lock_shared($1)', [LOCK]);
}
