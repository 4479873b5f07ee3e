/** How examples were drawn from history. Plain and JSON-able; stored with the version. */
export interface Sampling {
  /**
   * `campaigns`: the moments at which campaigns reached people. `events`: just before events of a name. `regular`: moments of the
   * calendar.
   */
  readonly moments: 'campaigns' | 'events' | 'regular';
  /** ISO 8601, UTC: the first and the last moment; null where there is no example. */
  readonly first: string | null;
  readonly last: string | null;
  /** ISO 8601: until here what happened is known; every window ends by then. */
  readonly until: string;
  /** The label's window, as the document says it. */
  readonly within: string;
  /** The segment that people belonged to at the moment; null for everybody. */
  readonly population: string | null;
  /** Moments of people that were looked at, and how many of them became examples. */
  readonly candidates: number;
  readonly examples: number;
  /** Why the others did not, the most frequent first. */
  readonly leftOut: readonly { readonly reason: string; readonly rows: number }[];
  /** Every campaign that history records, by the time of its first record. */
  readonly campaigns: readonly CampaignUse[];
}

/** A campaign of the past, and what became of it. */
export interface CampaignUse {
  readonly campaign: string;
  /** Who got it: everybody of the stage, a random part of them, or people whom somebody picked. */
  readonly audience: CampaignAudience;
  /** ISO 8601: the first record. */
  readonly from: string;
  readonly sent: number;
  /** People of its random control group, who got nothing. */
  readonly heldOut: number;
  readonly used: boolean;
  /** Why it was not used; null where it was. */
  readonly reason: string | null;
}

export type CampaignAudience = 'all' | 'random' | 'selected' | 'unknown';
