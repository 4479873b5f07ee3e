import { type EntityManager } from 'typeorm';
import { type Strategy } from '#strata/engine';
import { type Demand, demandOf, giveBack, reserve } from '#strata/ledger/counters';
import { countsOfSource, deleteOfSource, takeTurn } from '#strata/ledger/exposures';
import { unbookContacts } from '#strata/ledger/contacts';
import { assertNotStopped } from '#strata/ledger/switches';
import { type Database } from '#strata/platform/database';
import { StrataError } from '#sdk';
import { keepReserved, lockRun, type Reserved, type RunRow } from '../runs/index.js';
import { sourceOf } from './exposure-id.js';

/**
 * Reserves stock and budget for a whole list, or nothing where less is left; once a run, however often it is asked.
 *
 * @returns false where too little is left
 * @throws StrataError CANCELLED where the run is not open any more, STRATEGY_STOPPED
 */
export async function reserveList(
  database: Database,
  run: string,
  { strategy, wanted }: { readonly strategy: Strategy; readonly wanted: readonly Reserved[] },
): Promise<boolean> {
  try {
    await database.transaction(async (manager) => {
      const row = await lockRun(manager, run);
      if (row?.state !== 'open') throw new StrataError('CANCELLED', 'The run was cancelled.');
      await assertNotStopped(manager, strategy.id);
      if (row.reserved !== null) return;
      const grants = await reserve(manager, demandsOf(strategy, wanted));
      if (grants.some(({ refusal }) => refusal !== null)) throw new TooLittleLeft();
      await keepReserved(manager, run, wanted);
    });
    return true;
  } catch (error) {
    if (error instanceof TooLittleLeft) return false;
    throw error;
  }
}

/** Undoes the transaction. */
class TooLittleLeft extends Error {
  override readonly name = 'TooLittleLeft';
}

/** Gives back, in the transaction that makes the list ready, what was reserved for people who were not booked. */
export async function returnUnbooked(manager: EntityManager, run: string, strategy: Strategy): Promise<void> {
  const row = await lockRun(manager, run);
  if (row?.reserved == null) return;
  const booked = await countsOfSource(manager, sourceOf(run));
  await giveBack(
    manager,
    demandsOf(strategy, without(row.reserved, new Map(booked.map((each) => [each.offer, each.people])))),
  );
}

/** What of a reservation is left without so many of each offer. */
function without(reserved: readonly Reserved[], others: ReadonlyMap<string | null, number>): readonly Reserved[] {
  return reserved.flatMap(({ offer, many }) => {
    const left = many - (others.get(offer) ?? 0);
    return left > 0 ? [{ offer, many: left }] : [];
  });
}

/** People of one transaction. */
const AT_ONCE = 5_000;

/**
 * Takes back what a run has written down that was cancelled: nobody was contacted. What it holds of stock and budget is
 * free again.
 */
export async function undoBooking(database: Database, { id }: RunRow, strategy: Strategy): Promise<void> {
  const source = sourceOf(id);
  for (let more = true; more;) {
    more = await database.transaction(async (manager) => {
      await takeTurn(manager);
      const row = await lockRun(manager, id);
      if (row?.state !== 'cancelled' || row.reserved === null) return false;
      const people = await deleteOfSource(manager, source, AT_ONCE);
      await unbookContacts(manager, source, people);
      if (people.length === AT_ONCE) return true;
      const kept = await countsOfSource(manager, source);
      await giveBack(
        manager,
        demandsOf(strategy, without(row.reserved, new Map(kept.map((each) => [each.offer, each.ended])))),
      );
      await keepReserved(manager, id, null);
      return false;
    });
  }
}

function demandsOf(strategy: Strategy, wanted: readonly Reserved[]): readonly Demand[] {
  return wanted.flatMap(({ offer: id, many }) => {
    const offer = strategy.offers.find((each) => each.id === id);
    return offer === undefined ? [] : [demandOf(strategy, offer, many)];
  });
}
