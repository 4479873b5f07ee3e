/** JSON properties of an event or a profile. */
export type Properties = Readonly<Record<string, unknown>>;

/** Says something about a person: what is known now. Later words win, trait by trait; null takes a trait away. */
export interface IdentifyCall {
  readonly kind: 'identify';
  /** Names the message: another one of the same id and kind is the same message. Absent: every call counts. */
  readonly messageId?: string;
  /** The id that the words are about: the user's, else the anonymous one. */
  readonly id: string;
  /** The anonymous id that turns out to be this user's, where there is one. */
  readonly anonymousId: string | null;
  readonly traits: Properties;
  /** Consent by purpose, with its source. */
  readonly consent: readonly ConsentWord[];
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** A purpose granted or withdrawn. */
export interface ConsentWord {
  readonly purpose: string;
  readonly granted: boolean;
  /** Where it was said, such as `preference-centre`. */
  readonly source: string;
  /** Milliseconds since 1970, UTC, where that is not when the call was said. */
  readonly at?: number;
}

/** Something that a person did. */
export interface TrackCall {
  readonly kind: 'track';
  /** The id that it was sent under: the user's, else the anonymous one. */
  readonly id: string;
  /** Names the event: another one of this person with the same id is the same event. */
  readonly messageId: string;
  readonly name: string;
  readonly properties: Properties;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** Two ids are one person: `previousId` belongs to `id` from now on. */
export interface AliasCall {
  readonly kind: 'alias';
  /** As of {@link IdentifyCall}. */
  readonly messageId?: string;
  readonly id: string;
  readonly previousId: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** Whatever comes in about people. */
export type Call = IdentifyCall | TrackCall | AliasCall;

/** What became of calls. */
export interface Tally {
  /** Calls that were kept. */
  readonly accepted: number;
  /** Messages that were there already. */
  readonly duplicates: number;
  /** Calls about an erased person. */
  readonly refused: number;
  /** The duplicates among the events by their name. */
  readonly duplicatesByEvent: ReadonlyMap<string, number>;
}
