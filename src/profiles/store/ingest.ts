import { type EntityManager } from 'typeorm';
import { type Call, type IdentifyCall, type Tally, type TrackCall } from '../calls/index.js';
import { deriveConsents, deriveProfiles, ensureProfiles } from './derive.js';
import { insertEvents } from './event-table.js';
import { lockIds } from './persons/locks.js';
import { withoutRepeated } from './message-table.js';
import { type IdentityClaim, idsInReach, mergeIds, newClaims, reachOf } from './merge.js';
import { type KnownId, lookUp } from './persons/persons.js';
import { assertCovered } from './persons/retry.js';
import { addConsents, addTraits } from './source-table.js';

/**
 * Stores calls of all kinds inside a transaction: first who is who, then what was done, then what is known.
 *
 * @param also ids to lock beside those that the calls are about, learned from a try before
 */
export async function ingest(
  manager: EntityManager,
  calls: readonly Call[],
  also: ReadonlySet<string>,
): Promise<Tally> {
  const ids = new Set(calls.flatMap(idsOf));
  const claims = new Map(calls.flatMap((call) => claimOf(call).map((claim) => [claim, call] as const)));
  const made = await newClaims(manager, [...claims.keys()]);
  const exclusive = await lockForClaims(manager, made, { ids, also });
  const known = await lookUp(manager, ids);
  const kept = calls.filter((call) => idsOf(call).every((id) => known.get(id)?.erased === false));
  const fresh = new Set(await withoutRepeated(manager, kept));

  const merged = await mergeAll(
    manager,
    made.filter((claim) => isIn(fresh, claims.get(claim))),
    exclusive,
  );
  const persons = merged.size === 0 ? known : await lookUp(manager, ids);
  const identified = [...fresh].filter((call) => call.kind === 'identify');
  await addTraits(manager, identified);
  await addConsents(manager, identified.flatMap(consentsOf));
  await ensureProfiles(
    manager,
    [...fresh].map(({ id }) => personOf(id, persons)),
  );
  const tracked = [...fresh].filter((call) => call.kind === 'track');
  const stored = await insertEvents(
    manager,
    tracked.map((call) => ({ person: personOf(call.id, persons), call })),
  );
  await deriveAll(manager, { identified, merged, persons });
  const repeatedEvents = countRepeated(tracked, stored);
  return tallyOf({ all: calls.length, kept: kept.length, fresh: fresh.size }, repeatedEvents);
}

async function lockForClaims(
  manager: EntityManager,
  claims: readonly IdentityClaim[],
  { ids, also }: { readonly ids: ReadonlySet<string>; readonly also: ReadonlySet<string> },
): Promise<ReadonlySet<string>> {
  const exclusive = new Set(also);
  for (const claim of claims) {
    for (const id of idsInReach(claim, await reachOf(manager, claim))) exclusive.add(id);
  }
  await lockIds(manager, { shared: ids, exclusive });
  return exclusive;
}

/** @returns the persons whose ids changed */
async function mergeAll(
  manager: EntityManager,
  claims: readonly IdentityClaim[],
  locked: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  for (const claim of claims) {
    const reach = await reachOf(manager, claim);
    assertCovered(idsInReach(claim, reach), locked);
    for (const person of await mergeIds(manager, claim, reach)) changed.add(person);
  }
  return changed;
}

interface Changes {
  readonly identified: readonly IdentifyCall[];
  /** Persons whose ids changed. */
  readonly merged: ReadonlySet<string>;
  readonly persons: ReadonlyMap<string, KnownId>;
}

async function deriveAll(manager: EntityManager, { identified, merged, persons }: Changes): Promise<void> {
  const told = new Set(identified.map(({ id }) => personOf(id, persons)));
  const consented = identified.filter(({ consent }) => consent.length > 0).map(({ id }) => personOf(id, persons));
  await ensureProfiles(manager, merged);
  await deriveProfiles(manager, [...told, ...merged], Date.now());
  await deriveConsents(manager, [...consented, ...merged]);
  await dropMergedProfiles(manager, merged);
}

/** Who was merged into somebody else has no profile of his own any more. */
async function dropMergedProfiles(manager: EntityManager, persons: ReadonlySet<string>): Promise<void> {
  if (persons.size === 0) return;
  await manager.query(
    `delete from profiles p using identities i
     where p.user_id = any($1) and i.anonymous_id = p.user_id and i.user_id <> p.user_id`,
    [[...persons]],
  );
}

function idsOf(call: Call): readonly string[] {
  if (call.kind === 'alias') return [call.id, call.previousId];
  if (call.kind === 'identify' && call.anonymousId !== null) return [call.id, call.anonymousId];
  return [call.id];
}

function claimOf(call: Call): readonly IdentityClaim[] {
  if (call.kind === 'track') return [];
  const from = call.kind === 'alias' ? call.previousId : call.anonymousId;
  if (from === null || from === call.id) return [];
  return [{ from, into: call.id, at: call.at, reason: call.kind }];
}

function isIn(calls: ReadonlySet<Call>, call: Call | undefined): boolean {
  return call !== undefined && calls.has(call);
}

function consentsOf({ id, at, consent }: IdentifyCall) {
  return consent.map((word) => ({ at, ...word, id }));
}

function personOf(id: string, persons: ReadonlyMap<string, KnownId>): string {
  return persons.get(id)?.person ?? id;
}

/** How many events of each name were there already. */
function countRepeated(
  tracked: readonly TrackCall[],
  stored: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of tracked) counts.set(name, (counts.get(name) ?? -(stored.get(name) ?? 0)) + 1);
  return new Map([...counts].filter(([, count]) => count > 0));
}

/** How many calls came, were of nobody who is erased, and were of no message that came before. */
interface Counts {
  readonly all: number;
  readonly kept: number;
  readonly fresh: number;
}

function tallyOf({ all, kept, fresh }: Counts, repeatedEvents: ReadonlyMap<string, number>): Tally {
  const repeated = [...repeatedEvents.values()].reduce((sum, count) => sum + count, 0);
  const accepted = fresh - repeated;
  return { accepted, duplicates: kept - accepted, refused: all - kept, duplicatesByEvent: repeatedEvents };
}
