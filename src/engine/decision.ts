/** The reason codes, closed. Each is explained in `docs/rule-guide.md`. */
export const REASON_CODES = [
  'NOT_ACTIVE',
  'NO_CONSENT',
  'SUPPRESSED',
  'SEGMENT_MATCH',
  'SEGMENT_MISS',
  'ARM',
  'NOT_IN_EXPERIMENT',
  'TRIGGER_MATCH',
  'TRIGGER_MISS',
  'PREDICTIVE_MATCH',
  'PREDICTIVE_MISS',
  'WOULD_CONVERT_ANYWAY',
  'BASELINE_MATCH',
  'BASELINE_MISS',
  'SCORER_FAILED',
  'NO_CHAMPION',
  'CAPPED',
  'QUIET_HOURS',
  'OFFER_INELIGIBLE',
  'UNPROFITABLE',
  'POLICY_CHOSE',
  'POLICY_FAILED',
  'OUTRANKED',
  'STOCK_SPENT',
  'BUDGET_SPENT',
  'HOLDOUT',
  'OFFERED',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** The stages of a decision, in their order. */
export const STAGES = [
  'active',
  'consent',
  'segment',
  'arm',
  'trigger',
  'predictive',
  'baseline',
  'caps',
  'offer',
  'holdout',
  'reserve',
] as const;
export type Stage = (typeof STAGES)[number];

/** One thing that spoke for or against. Reasons of a condition carry what was expected and what was found. */
export interface Reason {
  readonly code: ReasonCode;
  readonly stage: Stage;
  /** The strategy that the reason belongs to. */
  readonly strategy?: string;
  /** JSON pointer into the document whose condition decided: the strategy's, or the one of `segment`. */
  readonly pointer?: string;
  /** The segment in whose document `pointer` stands, where it is not the strategy's. */
  readonly segment?: string;
  readonly fact?: string;
  readonly operator?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly offer?: string;
  readonly model?: string;
  /** When it ends, of what the contact policy asks for: ISO-8601, UTC. */
  readonly until?: string;
  /** The campaign run that found what the limits are worth, of an offer that they cost more than it brings. */
  readonly run?: string;
  /** The sentence, rendered at the edge. */
  readonly words: string;
}

/** What an offer to this person is expected to bring, in money and probabilities. */
export interface Expected {
  /** p₁ = P(goal | offer). */
  readonly conversion: number;
  /** p₀ = P(goal | no offer); null where no natural model exists, and then `profit` is gross. */
  readonly natural: number | null;
  readonly cost: number;
  readonly profit: number;
}

/** A calibrated score that the decision read. */
export interface UsedScore {
  readonly model: string;
  readonly version: number;
  /** The calibrated probability (or value). */
  readonly value: number;
  /** Share of the reference population that scores lower, where the strategy asked for it. */
  readonly rank?: number;
}

export type DecisionOutcome = 'offer' | 'none' | 'holdout';
export type Selector = 'model' | 'baseline';
/** How much of the explanation is wanted. */
export type Detail = 'none' | 'summary' | 'full';
/** Why the model did not decide although it should have, or a policy did not choose. */
export type Fallback = 'SCORER_FAILED' | 'NO_CHAMPION' | 'POLICY_FAILED';

/** A change of one fact, and what comes out when it is decided again with it: models score the changed facts. */
export interface NearestChange {
  readonly fact: string;
  /** The value now; null where it is not known. */
  readonly from: unknown;
  readonly to: unknown;
  readonly outcome: 'offer' | 'none';
  /** The strategy that would decide. */
  readonly strategy: string | null;
  /** The offer that would be made; null for `none`. */
  readonly offer: string | null;
  readonly words: string;
}

/** An item that was chosen for a person. */
interface RecommendedItem {
  readonly id: string;
  /** What it is called; absent where nobody says. */
  readonly title?: string;
  /** Why it stands there, such as "because you bought Red shoes". */
  readonly words: string;
}

/** What a recommender chose for a person: what stands under `recommend` in the content of an offer. */
export interface RecommendedItems {
  /** Id of the analysis that recommends. */
  readonly model: string;
  /** The version of its result; null where there is none. */
  readonly version: number | null;
  /** The best first. */
  readonly items: readonly RecommendedItem[];
  /** Null where the recommender chose; what stands in its place where it could not: what is popular, or nothing. */
  readonly fallback: 'popular' | 'none' | null;
}

/** What recommenders chose for a person, by `strategy/offer`. */
export type RecommendedByOffer = Readonly<Record<string, RecommendedItems>>;

/** The answer to one request: what to offer this user now, if anything, and why. */
export interface Decision {
  readonly id: string;
  readonly userId: string;
  /** The strategy that decided; null where no strategy exists for the user. */
  readonly strategy: string | null;
  /** Content hash of the release, `sha256:…`. */
  readonly release: string;
  /** ISO-8601, UTC. */
  readonly at: string;
  readonly outcome: DecisionOutcome;
  /** Only of a hold-out of all strategies and campaigns together, not of this one alone. */
  readonly heldOutOf?: 'all';
  /** Id of the arm of the experiment; null where it has no arms, or was not reached. */
  readonly arm: string | null;
  /** The arms that the person was drawn into of other strategies that were asked, by strategy; absent where none drew. */
  readonly otherArms?: Readonly<Record<string, string>>;
  /**
   * `model` where a model's score took part; `baseline` where rules alone decided (the human rule, or a strategy without
   * models); null where nobody came to decide.
   */
  readonly selector: Selector | null;
  readonly fallback: Fallback | null;
  /** The level of the targeting ladder that was reached: 0 none, 1 segment, 2 trigger, 3 predictive. */
  readonly level: 0 | 1 | 2 | 3;
  readonly stoppedBy: Stage | null;
  /**
   * The probability with which this was chosen for these facts inside its arm, 0 to 1: 1 where nothing is random. Absent in
   * decisions that were made before propensities were stored.
   */
  readonly propensity?: number;
  /** True where the user was asked about again and gets the same decision. */
  readonly repeated: boolean;
  readonly offer: {
    readonly id: string;
    readonly title: string;
    readonly channel?: string;
    readonly content?: Readonly<Record<string, unknown>>;
    /** Null where the human rule made the offer because a model that is needed for the figures gave no score. */
    readonly expected: Expected | null;
  } | null;
  readonly scores: readonly UsedScore[];
  readonly reasons: readonly Reason[];
  /** The smallest change of one actionable fact that would alter the outcome. Only in full detail. */
  readonly nearestChange: NearestChange | null;
  /** Only of a dry run: nothing was stored, reserved or counted, and the id names nothing. */
  readonly dryRun?: true;
}
