import { type DecisionOutcome, type ReasonCode, type Stage } from '#strata/engine';

/** What an unpublished strategy would do, compared with the published one of its id. */
export interface Simulation {
  readonly strategy: string;
  /** The published release that the draft was put into. */
  readonly release: string;
  /** ISO 4217, of all amounts; null where the shop says none. */
  readonly currency: string | null;
  /** ISO 8601, UTC: the moment that everything was decided at. */
  readonly at: string;
  /** Everybody who is stored. */
  readonly base: number;
  /** How many of them were decided about: always the same ones. */
  readonly users: number;
  /** Null where no strategy of this id is published. */
  readonly published: SideResult | null;
  readonly draft: SideResult;
  /** Who gets an offer only with the draft, by what kept it from them before. */
  readonly gained: DecisionDifference;
  /** Who gets an offer only without the draft, by what keeps it from them now. */
  readonly lost: DecisionDifference;
  /** Who gets another offer. */
  readonly changed: DecisionDifference;
}

/** What a strategy comes to among the sampled users. */
export interface SideResult {
  readonly outcomes: Readonly<Record<DecisionOutcome, number>>;
  /** Who gets no offer, by the stage that ended it, the most first. */
  readonly stoppedBy: readonly { readonly stage: Stage; readonly users: number }[];
  readonly expected: ExpectedSum;
}

/** Sums over the offers. */
export interface ExpectedSum {
  readonly conversions: number;
  readonly cost: number;
  readonly profit: number;
  /** Offers without figures, since a model gave no score; they are not in the sums. */
  readonly withoutFigures: number;
}

/** Users who are decided differently. */
export interface DecisionDifference {
  readonly users: number;
  /** The most first. */
  readonly why: readonly Why[];
  readonly examples: readonly ExampleOfDifference[];
}

/** A reason with how many users it decided about; the words are those of one of them. */
export interface Why {
  readonly code: ReasonCode;
  readonly stage: Stage;
  readonly words: string;
  readonly users: number;
}

/** A user with the decision of each side; null where there is none. */
export interface ExampleOfDifference {
  readonly userId: string;
  readonly published: DecisionBrief | null;
  readonly draft: DecisionBrief | null;
}

/** A decision in short. */
export interface DecisionBrief {
  readonly outcome: DecisionOutcome;
  readonly offer: string | null;
  readonly stoppedBy: Stage | null;
  /** What decided, in words. */
  readonly words: string;
}
