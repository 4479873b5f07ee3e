import { type EntityManager } from 'typeorm';

/** Tells this advisory lock from others of the same database: the bytes of "outc". */
const LOCK = 0x6f757463;

/**
 * Makes the transaction wait for its turn: exposures and outcomes are written by one transaction at a time, in whichever
 * process, so that nothing is counted or released twice.
 */
export async function takeTurn(manager: EntityManager): Promise<void> {
  await manager.query('select pg_advisory_xact_lock($1)', [LOCK]);
}
