/** Stages of the life-cycle by what is expected of a person. */
export type LifetimeStage = 'new' | 'active' | 'loyal' | 'at risk' | 'dormant' | 'lost';

/** A figure with the bounds of its 95 % interval; null where they are not known. */
export interface Bounded {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** How one way foretold what was held out. */
export interface JudgedForecast {
  readonly plugin: string;
  /** For people. */
  readonly name: string;
  /** Of all customers together. */
  readonly purchases: Bounded;
  /** Null where it does not say what purchases are worth, or nobody knows. */
  readonly value: Bounded | null;
  /** Mean over customers of |foretold − bought|, in purchases. */
  readonly meanAbsoluteError: number;
  /** How well expected purchases rank who buys at all: 0.5 is chance. */
  readonly auc: Bounded;
  /** How well expected value (purchases where no value is known) ranks what customers brought: 1 is perfect, 0 is chance. */
  readonly gini: number | null;
  /** Of what all brought, the share of the tenth of whom most was expected. */
  readonly bestTenth: number | null;
  /** The first way against this one on the same customers, more than 0 where the first is better; null of the first itself. */
  readonly beaten: { readonly meanAbsoluteError: Bounded; readonly auc: Bounded } | null;
}

/** What came of the customers in the last of what was observed, and what had been foretold without it. */
export interface HeldOut {
  /** The last day that was known. */
  readonly after: string;
  readonly days: number;
  /** Who had bought by then. */
  readonly people: number;
  /** Days with a purchase. */
  readonly purchases: number;
  readonly value: number | null;
  /** Who bought at all. */
  readonly buyers: number;
  /** The way that the document names first, then its rivals. */
  readonly forecasts: readonly JudgedForecast[];
  /** Rivals that could not learn, and why. */
  readonly leftOut: readonly { readonly plugin: string; readonly reason: string }[];
  /** Means by how often people had come back; the last counts everybody who came back more often. */
  readonly byRepeats: readonly {
    readonly repeats: number;
    readonly people: number;
    readonly purchases: number;
    readonly foretold: readonly number[];
  }[];
  /** Repeat purchases since the first day at the ends of weeks, all together, and as foretold of so many new customers. */
  readonly weeks: readonly {
    readonly week: number;
    readonly purchases: number;
    readonly foretold: readonly number[];
  }[];
}

/** People who are in one stage by the rule and in one by the model. */
export interface StagePair {
  /** Null where the rule says none. */
  readonly rule: string | null;
  readonly model: LifetimeStage;
  readonly people: number;
  /** Within the horizon; of what was held out, what was bought. */
  readonly purchases: number;
  readonly value: number | null;
}

/** Stages by the model, and by a rule. */
export interface StageComparison {
  /** The largest value first. */
  readonly byModel: readonly Omit<StagePair, 'rule'>[];
  /** Null where the document names no rule. */
  readonly byRule: {
    /** The fact that tells the stage. */
    readonly fact: string;
    readonly pairs: readonly StagePair[];
    /** As both were before what was held out, and what came then; null where nothing was judged. */
    readonly heldOut: readonly (StagePair & { readonly buyers: number })[] | null;
  } | null;
}

/** What an analysis of the kind `lifetime-value` found out. */
export interface LifetimeReport {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Of all money; null where the shop has none. */
  readonly currency: string | null;
  readonly plugin: string;
  /** For people. */
  readonly name: string;
  /** Days. */
  readonly horizon: number;
  readonly observed: {
    /** The day of the first purchase. */
    readonly from: string;
    /** The day of the moment that the result is of. */
    readonly to: string;
    /** Days with a purchase, of everybody together. */
    readonly purchases: number;
    /** Who bought on more than one day. */
    readonly cameBack: number;
  };
  /** What is expected within the horizon. */
  readonly base: { readonly people: number; readonly purchases: Bounded; readonly value: Bounded | null };
  /** Null where it could not be judged. */
  readonly heldOut: HeldOut | null;
  readonly notJudged: string | null;
  readonly stages: StageComparison;
  readonly parameters: readonly {
    readonly name: string;
    readonly estimate: number;
    readonly standardError: number | null;
  }[];
  /** In natural logarithms, of the purchases. */
  readonly logLikelihood: number | null;
  readonly notes: readonly string[];
}
