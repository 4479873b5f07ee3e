import { type EntityManager } from 'typeorm';
import { type CompiledStrategy } from '#strata/engine/plan';
import { bookContacts } from '#strata/ledger/contacts';
import { exposureOf, recordExposures, type ScoringModel, takeTurn, withoutExposure } from '#strata/ledger/exposures';
import { type Database } from '#strata/platform/database';
import { lookUp, suppressedAmong, withRetries } from '#strata/profiles/store';
import { StrataError } from '#sdk';
import { exposureId, sourceOf } from './exposure-id.js';
import { type ListedPerson, listedPeople, withDuckDb } from './list-rows.js';
import { listedScore } from './list-score.js';

/** Why somebody of a selection is not booked: what happened since the selection began. */
type BookingRefusal = 'capped' | 'suppressed' | 'erased';

/** What was booked of a list. */
export interface BookedList {
  readonly contacts: number;
  readonly heldOut: number;
  /** Ids of those who are not in the list after all. */
  readonly refused: ReadonlyMap<string, BookingRefusal>;
  /** How many of them each rule of the contact policy left out, by its place. */
  readonly heldBy: ReadonlyMap<number, number>;
}

/** A list, and for whom it is booked. */
export interface ListBooking {
  readonly run: string;
  readonly strategy: CompiledStrategy;
  /** Null where the strategy has none. */
  readonly scoring: ScoringModel | null;
  /** Path of the list. */
  readonly list: string;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** @param people how many rows of the list were gone through */
  readonly progress: (people: number) => void;
}

/** People of one transaction. */
const AT_ONCE = 5_000;

/**
 * Writes contacts and exposures of a list into the ledger, each person once however often it is done: a booking that was
 * stopped goes on. Who was contacted up to the cap, suppressed or erased since the selection began is left out.
 *
 * @throws StrataError CANCELLED
 */
export async function bookList(database: Database, booking: ListBooking): Promise<BookedList> {
  const refused = new Map<string, BookingRefusal>();
  const heldBy = new Map<number, number>();
  let [contacts, heldOut, gone] = [0, 0, 0];
  await withDuckDb(async (connection) => {
    for await (const people of listedPeople(connection, booking.list, AT_ONCE)) {
      if (booking.signal.aborted) throw new StrataError('CANCELLED', 'The booking was stopped.');
      const found = await withRetries(database, (manager) => bookSome(manager, people, booking));
      for (const [id, { why, rule }] of found) {
        refused.set(id, why);
        if (rule !== null) heldBy.set(rule, (heldBy.get(rule) ?? 0) + 1);
      }
      const booked = people.filter(({ userId }) => !found.has(userId));
      contacts += booked.filter(({ outcome }) => outcome === 'offer').length;
      heldOut += booked.filter(({ outcome }) => outcome === 'holdout').length;
      booking.progress((gone += people.length));
    }
  });
  return { contacts, heldOut, refused, heldBy };
}

interface Refused {
  readonly why: BookingRefusal;
  /** The place of the contact policy's rule that has no room; null where it is something else. */
  readonly rule: number | null;
}

/** @returns who was not booked, and why */
async function bookSome(
  manager: EntityManager,
  listed: readonly ListedPerson[],
  { run, strategy, scoring, now }: ListBooking,
): Promise<ReadonlyMap<string, Refused>> {
  await takeTurn(manager);
  const people = listed.map((person) => ({ ...person, exposure: exposureId(run, person.userId) }));
  const ids = people.map(({ exposure }) => exposure);
  const missing = await withoutExposure(manager, ids);
  const open = people.filter(({ exposure }) => missing.has(exposure));
  const refused = await goneSince(manager, open);
  const reachable = open.filter(({ userId }) => !refused.has(userId));
  const capped = await bookContacts(manager, {
    strategy: strategy.document.id,
    source: sourceOf(run),
    at: now,
    perUser: strategy.cap,
    policy: strategy.policy,
    people: reachable
      .filter(({ outcome }) => outcome === 'offer')
      .map((person) => ({ ...person, channel: channelOf(person.offer, strategy) })),
  });
  for (const [id, rule] of capped) refused.set(id, { why: 'capped', rule });
  const booked = reachable.filter(({ userId }) => !capped.has(userId));
  await recordExposures(
    manager,
    booked.map(({ exposure, ...person }) => {
      const { userId, offer, arm, outcome, propensity } = person;
      return exposureOf(
        {
          ...{ id: exposure, source: sourceOf(run), userId, arm, at: now, propensity },
          offer: outcome === 'offer' ? offer : null,
          heldOutOf: strategy.policy?.holdout?.isHeldOut(userId) === true ? 'all' : 'strategy',
          score: scoring === null ? null : listedScore(person, scoring, strategy.document),
        },
        strategy.document,
      );
    }),
  );
  return refused;
}

function channelOf(offer: string, { document }: CompiledStrategy): string | undefined {
  return document.offers.find(({ id }) => id === offer)?.channel;
}

async function goneSince(
  manager: EntityManager,
  people: readonly { readonly userId: string }[],
): Promise<Map<string, Refused>> {
  const ids = people.map(({ userId }) => userId);
  const refused = new Map<string, Refused>();
  for (const id of await suppressedAmong(manager, ids)) refused.set(id, { why: 'suppressed', rule: null });
  for (const [id, { erased }] of await lookUp(manager, ids)) if (erased) refused.set(id, { why: 'erased', rule: null });
  return refused;
}
