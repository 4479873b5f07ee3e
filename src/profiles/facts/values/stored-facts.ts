import { type UserEvent } from '#strata/engine';

/** What the store knows about one person at one moment, as a decision takes it. Frozen. */
export interface StoredFacts {
  /** False where neither a profile nor an event is known: then nothing else is, either, and no fact is 0. */
  readonly exists: boolean;
  /** Values by catalogue name, of those facts that the release uses; a fact without a value is absent. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** What the release's `events` conditions may need: the newest first, with the properties that they read only. */
  readonly events: readonly UserEvent[];
  /** The purposes that the person consented to. */
  readonly consent: readonly string[];
  /** The purposes that the person said no to: nothing that a request says gives them back. */
  readonly withdrawn: readonly string[];
  readonly suppressed: boolean;
  /** Who it is, where several ids lead to one person; null where the id that was asked for is the only one. */
  readonly joined: JoinedPerson | null;
}

/** A person with several ids. */
export interface JoinedPerson {
  /** The id that the others lead to. */
  readonly person: string;
  /** All of them. */
  readonly ids: readonly string[];
}

/** What is known of a person that the store does not know. */
export const NOBODY: StoredFacts = Object.freeze({
  exists: false,
  facts: Object.freeze({}),
  events: Object.freeze([]),
  consent: Object.freeze([]),
  withdrawn: Object.freeze([]),
  suppressed: false,
  joined: null,
});
