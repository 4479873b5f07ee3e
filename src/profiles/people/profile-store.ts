import { type EntityManager } from 'typeorm';
import { type AuditedChange, STRATA } from '#strata/platform/audit';
import { type Database } from '#strata/platform/database';
import { type AliasCall, type Call, type IdentifyCall, type Tally, type TrackCall } from '../calls/index.js';
import {
  type FoundPerson,
  type PeopleSearch,
  type PersonStore,
  type Profile,
  type RecentEvent,
  type RetentionPolicy,
  deleteExpired,
  deriveConsents,
  deriveProfiles,
  ensureProfiles,
  AUDIT_PERSON_STORE,
  recordPersonChange,
  erasePerson,
  findProfile,
  ingest,
  lockIds,
  type Message,
  recentEvents,
  rememberMessages,
  PROFILE_PERSON_STORE,
  idsOfPersons,
  lookUp,
  withRetries,
  addConsents,
  addSuppression,
  searchPeople,
  sweep,
} from '../store/index.js';
import { COMPUTED_PERSON_STORE } from '../computed/index.js';
import { notePeople } from '../facts/index.js';
import { QUALITY_PERSON_STORE } from '../quality/index.js';

/** Rows that went in an erasure, by the name of their store. */
export type Erasure = Readonly<Record<string, number>>;

/** Everything about a person, by the name of the store that holds it. */
export type PersonExport = Readonly<Record<string, readonly unknown[]>>;

/** A purpose granted or withdrawn. */
export interface ConsentChange {
  readonly userId: string;
  readonly purpose: string;
  readonly granted: boolean;
  /** Where it was said. */
  readonly source: string;
  /** Why somebody records it; kept in the audit log. */
  readonly reason?: string;
  /** Names the word: the same one told again counts once. Absent: every call counts. */
  readonly messageId?: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** A suppression, or its end. */
export interface SuppressionChange {
  readonly userId: string;
  readonly suppressed: boolean;
  /** Why; kept in the audit log. */
  readonly reason?: string;
  /** As of {@link ConsentChange}. */
  readonly messageId?: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/**
 * Profiles, consent, events and identities. The same calls in any order, any number of times, give the same state, as
 * long as a message id names one message.
 *
 * Ids of users and anonymous ids are of one kind. Ids and texts must be free of control characters (PostgreSQL keeps no
 * NUL); inside properties and traits they are repaired. All methods throw UNAVAILABLE while the database is away.
 */
export class ProfileStore {
  readonly #persons: readonly PersonStore[];

  /** @param others what other folders keep about people */
  constructor(
    private readonly database: Database,
    others: readonly PersonStore[] = [],
  ) {
    // What is known by the person's events must be asked before they go.
    this.#persons = [QUALITY_PERSON_STORE, PROFILE_PERSON_STORE, COMPUTED_PERSON_STORE, AUDIT_PERSON_STORE, ...others];
  }

  /** Takes calls of all kinds, all of them in one transaction; some ten thousand at once are quickest. */
  async ingest(calls: readonly Call[]): Promise<Tally> {
    const tally = await withRetries(this.database, (manager, also) => ingest(manager, calls, also));
    if (tally.accepted > 0) notePeople(this.database);
    return tally;
  }

  /** What is known about a person now. */
  identify(call: Omit<IdentifyCall, 'kind'>): Promise<Tally> {
    return this.ingest([{ ...call, kind: 'identify' }]);
  }

  /** What persons did. */
  track(events: readonly Omit<TrackCall, 'kind'>[]): Promise<Tally> {
    return this.ingest(events.map((event) => ({ ...event, kind: 'track' })));
  }

  /** Two ids are one person. */
  alias(call: Omit<AliasCall, 'kind'>): Promise<Tally> {
    return this.ingest([{ ...call, kind: 'alias' }]);
  }

  /** The profile of a person by any of the person's ids, or null. */
  find(id: string): Promise<Profile | null> {
    return this.database.run((manager) => findProfile(manager, id));
  }

  /** People by the beginning of their ids. */
  search(asked: PeopleSearch): Promise<readonly FoundPerson[]> {
    return this.database.run((manager) => searchPeople(manager, asked));
  }

  /** What a person did last; the latest first. */
  recentEvents(id: string, limit: number): Promise<readonly RecentEvent[]> {
    return this.database.run((manager) => recentEvents(manager, { id, limit }));
  }

  /** Records a word about consent; `by` is who does it, for the audit log. @returns false for an erased person */
  setConsent({ userId, messageId, reason, ...word }: ConsentChange, by = STRATA): Promise<boolean> {
    return this.#change({ id: userId, kind: 'consent', messageId }, async (manager, person) => {
      const before = await consentOf(manager, person, word.purpose);
      await addConsents(manager, [{ ...word, id: userId }]);
      const { purpose, granted } = word;
      return { who: by, what: 'consent.changed', before, after: { purpose, granted, ...because(reason) } };
    });
  }

  /** Records a suppression or its end; `by` is who does it, for the audit log. @returns false for an erased person */
  suppress({ userId, suppressed, reason, at, messageId }: SuppressionChange, by = STRATA): Promise<boolean> {
    return this.#change({ id: userId, kind: 'suppression', messageId }, async (manager, person) => {
      const before = await suppressionOf(manager, person);
      await addSuppression(manager, { id: userId, suppressed, at });
      return { who: by, what: 'suppression.changed', before, after: { suppressed, ...because(reason) } };
    });
  }

  /**
   * Removes a person from every table, and on the embedded database from its files; later calls about any id of the
   * person are refused. Erasing twice, or somebody unknown, is no error. `by` is who does it, for the audit log, which
   * keeps the hash of the id only, and the reason.
   */
  async erase(userId: string, by = STRATA, reason?: string): Promise<Erasure> {
    const erased = await withRetries(this.database, async (manager, also) => {
      const gone = await erasePerson(manager, userId, { stores: this.#persons, also });
      const after = { ...gone.rows, ...because(reason) };
      await recordPersonChange(manager, { userId, who: by, what: 'person.erased', before: null, after });
      return gone;
    });
    await sweep(this.database, erased);
    return erased.rows;
  }

  /** Everything that is kept about a person, by store. */
  exportAll(userId: string): Promise<PersonExport> {
    return this.database.transaction(async (manager) => {
      const ids = await idsOfPersons(manager, [userId]);
      const found: Record<string, readonly unknown[]> = {};
      for (const store of this.#persons) found[store.name] = await store.export(manager, ids);
      return found;
    });
  }

  /** Deletes events that the policy does not keep at `now` (milliseconds since 1970, UTC). @returns how many went */
  async applyRetention(policy: RetentionPolicy, now: number): Promise<number> {
    let deleted = 0;
    for (;;) {
      const count = await this.database.run((manager) => deleteExpired(manager, policy, now));
      if (count === 0) return deleted;
      deleted += count;
    }
  }

  async #change(
    { id: userId, kind, messageId }: Omit<Message, 'messageId'> & { readonly messageId: string | undefined },
    write: (manager: EntityManager, person: string) => Promise<Omit<AuditedChange, 'subject'>>,
  ): Promise<boolean> {
    const changed = await withRetries(this.database, async (manager) => {
      await lockIds(manager, { shared: [userId], exclusive: [] });
      const known = (await lookUp(manager, [userId])).get(userId);
      if (known === undefined || known.erased) return false;
      const told =
        messageId === undefined || (await rememberMessages(manager, [{ id: userId, kind, messageId }])).length > 0;
      if (!told) return true;
      const change = await write(manager, known.person);
      await recordPersonChange(manager, { userId, ...change });
      await ensureProfiles(manager, [known.person]);
      await deriveProfiles(manager, [known.person], Date.now());
      await deriveConsents(manager, [known.person]);
      return true;
    });
    if (changed) notePeople(this.database);
    return changed;
  }
}

function because(reason: string | undefined): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}

async function consentOf(manager: EntityManager, person: string, purpose: string): Promise<object | null> {
  const [row] = await manager.query<object[]>(
    'select purpose, granted from consents where user_id = $1 and purpose = $2',
    [person, purpose],
  );
  return row ?? null;
}

async function suppressionOf(manager: EntityManager, person: string): Promise<object | null> {
  const [row] = await manager.query<object[]>('select suppressed from profiles where user_id = $1', [person]);
  return row ?? null;
}
