/** How many people a condition reaches, and whom. */
export interface SegmentPreview {
  /** Content hash of the release whose facts and segments the condition names. */
  readonly release: string;
  /** ISO 8601, UTC: the moment that the facts are of. */
  readonly at: string;
  /** The condition in a sentence. */
  readonly words: string;
  /** Everybody who is stored. */
  readonly base: number;
  /** True where everybody was looked at; false where a sample was. */
  readonly exact: boolean;
  /** How many people were looked at. */
  readonly examined: number;
  /** What to know about how they were looked at, in words; null where there is nothing. */
  readonly note: string | null;
  /** Who meets the condition. */
  readonly result: CountEstimate;
  /** Who is left after each part of the condition, in its order. */
  readonly after: readonly FunnelStep[];
  /** Up to five people who meet the condition, with the facts that it reads. */
  readonly examples: readonly ExamplePerson[];
}

/** A number of people, and how well it is known. */
export interface CountEstimate {
  readonly count: number;
  /** Of the base, 0 to 1. */
  readonly share: number;
  /** The 95 % interval of the count; null where it is exact. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** What is left after a part and all those before it. */
export interface FunnelStep extends CountEstimate {
  /** JSON pointer of the part: in the request, or in the document of `segment`. */
  readonly pointer: string;
  readonly segment?: string;
  /** JSON pointer in the request: of the part itself, or of the reference that the segment stands for. */
  readonly at: string;
  readonly words: string;
}

/** A person who meets the condition. */
export interface ExamplePerson {
  readonly userId: string;
  /** By name; facts without a value and sensitive ones are left out. */
  readonly facts: Readonly<Record<string, unknown>>;
}
