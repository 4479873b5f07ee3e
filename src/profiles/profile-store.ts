import { type EntityManager } from 'typeorm';
import { type Database } from '../platform/index.js';
import { type AliasCall, type Call, type IdentifyCall, type Tally, type TrackCall } from './calls.js';
import { type PersonStore } from './person-store.js';
import { type Profile } from './profile.js';
import { type RetentionPolicy } from './retention.js';

/** What an erasure did. */
export interface Erasure {
  /** Rows that went, by the name of their store. */
  readonly erased: Readonly<Record<string, number>>;
}

/** Everything about a person, by the name of the store that holds it. */
export type PersonExport = Readonly<Record<string, readonly unknown[]>>;

export interface ConsentChange {
  readonly userId: string;
  readonly purpose: string;
  readonly granted: boolean;
  readonly source: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

export interface SuppressionChange {
  readonly userId: string;
  readonly suppressed: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** Profiles, consent, events and identities. */
export class ProfileStore {
  constructor(
    protected readonly database: Database,
    /** What others keep about people. */
    protected readonly others: readonly PersonStore[] = [],
  ) {}

  /** Takes calls of all kinds, in one transaction. */
  ingest(_calls: readonly Call[]): Promise<Tally> {
    return notYet();
  }

  identify(call: Omit<IdentifyCall, 'kind'>): Promise<Tally> {
    return this.ingest([{ ...call, kind: 'identify' }]);
  }

  track(events: readonly Omit<TrackCall, 'kind'>[]): Promise<Tally> {
    return this.ingest(events.map((event) => ({ ...event, kind: 'track' })));
  }

  alias(call: Omit<AliasCall, 'kind'>): Promise<Tally> {
    return this.ingest([{ ...call, kind: 'alias' }]);
  }

  /** The profile of a person by any of the person's ids, or null. */
  find(_userId: string): Promise<Profile | null> {
    return notYet();
  }

  setConsent(_change: ConsentChange): Promise<void> {
    return notYet();
  }

  suppress(_change: SuppressionChange): Promise<void> {
    return notYet();
  }

  erase(_userId: string): Promise<Erasure> {
    return notYet();
  }

  exportAll(_userId: string): Promise<PersonExport> {
    return notYet();
  }

  /** @returns how many events went */
  applyRetention(_policy: RetentionPolicy, _now: number): Promise<number> {
    return notYet();
  }
}

/**
 * The user that each of these ids belongs to (itself where it was never merged), by id; ids of erased persons are left
 * out. One round trip.
 */
export function resolvePersons(_manager: EntityManager, _ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return notYet();
}

function notYet(): Promise<never> {
  return Promise.reject(new Error('not yet'));
}
