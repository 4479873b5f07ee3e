/** What sentences of decisions are about, before they are said in a language. */

/** The arm that a person was drawn into. */
export interface ArmSubject {
  /** Null where it is called by who decides in it. */
  readonly id: string | null;
  readonly by: 'model' | 'baseline' | { readonly policy: string };
  readonly share: number;
}

/** A cap of all strategies together that has no room. */
export interface CapSubject {
  readonly contacts: number;
  /** Null where it counts every channel. */
  readonly channel: string | null;
  /** ISO 8601 duration. */
  readonly within: string;
  readonly limit: number;
  /** Milliseconds since 1970, UTC. */
  readonly until: number;
  readonly zone: string;
}

/** An offer that would not pay, or less than what it takes of the limits brings elsewhere. */
export interface UnprofitableSubject {
  readonly offer: string;
  readonly profit: number;
  readonly cost: number;
  readonly isGross: boolean;
  /** What it takes of the limits brings so much elsewhere. */
  readonly price: number;
  /** The campaign run that found the price; null where none is known. */
  readonly source: {
    /** Money that the offer takes of the budget. */
    readonly taken: number;
    /** What one unit of the budget brings. */
    readonly budget: number;
    readonly run: string;
    /** Milliseconds since 1970, UTC. */
    readonly at: number;
    readonly zone: string;
    /** ISO 8601 duration since then. */
    readonly age: string;
  } | null;
  readonly currency: string | undefined;
}

/** A budget that has no room. */
export interface SpentSubject {
  readonly used: number;
  readonly limit: number;
  readonly needed: number;
}

/** What is expected of an offer. */
export interface Odds {
  readonly conversion: number;
  /** Null where nothing gives it: the figures are gross. */
  readonly natural: number | null;
  readonly cost: number;
  readonly profit: number;
}

/** A score with what it was compared with. */
export interface ScoreSubject {
  /** Its title. */
  readonly model: string;
  /** The share of the reference population that scores lower instead of the score. */
  readonly asRank: boolean;
  readonly isShare: boolean;
  /** As written, with decorators. */
  readonly operator: string;
  readonly expected: unknown;
  readonly result: boolean;
}

/** The figures of an offer's account: money and probabilities. */
export interface AccountSubject {
  /** Share of the order's value that is profit. */
  readonly margin: number;
  readonly orderValue: number;
  /** p₁ = P(goal | offer). */
  readonly conversion: number;
  /** p₀ = P(goal | no offer); null where nothing gives it, and then the figures are gross. */
  readonly natural: number | null;
  readonly redemptionRate: number;
  readonly faceValue: number;
  readonly contactCost: number;
  /** margin × orderValue × (p₁ − p₀) */
  readonly gain: number;
  /** contactCost + p₁ × redemptionRate × faceValue */
  readonly cost: number;
  /** gain − cost */
  readonly profit: number;
}

/** A change of a fact. */
export interface ChangeSubject {
  readonly fact: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** `points`: hundredths of a probability, or of the difference that an offer makes. */
export type ScoreUnit = 'points' | 'value';
