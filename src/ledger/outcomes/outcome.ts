/** What somebody did about an offer, or without one. */
export interface Outcome {
  readonly id: string;
  /** The decision that it counts for; null where none has a window that it falls into, and then it is not kept. */
  readonly decisionId: string | null;
  readonly userId: string;
  readonly strategy: string;
  /** Null for a hold-out. */
  readonly offer: string | null;
  /** Null where neither the report nor a goal says it. */
  readonly event: string | null;
  /** Money. */
  readonly value: number;
  /** The offer was used. */
  readonly redeemed: boolean;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** True where it was known already: then it is as it came the first time. */
  readonly repeated: boolean;
}
