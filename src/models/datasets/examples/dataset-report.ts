import { type Estimate } from '#strata/statistics';
import { type Sampling } from './sampling.js';

/** What a person should know of a data set before a model learns from it. Plain and JSON-able. */
export interface DatasetReport {
  /** The model's id. */
  readonly model: string;
  /** The file, or what history it was made of. */
  readonly source: string;
  readonly rows: number;
  /** Name of the label. */
  readonly label: string;
  /** Rows with the label 1; null where the task has no two classes. */
  readonly positives: number | null;
  /** Mean of the label: the share of positives, or the mean value. */
  readonly labelMean: number;
  /** By calendar month in UTC; null where the rows have no moments. */
  readonly months: readonly LabelMonth[] | null;
  readonly features: readonly FeatureSummary[];
  /** Features that look as if they were known only after the label, the most suspicious first. */
  readonly suspects: readonly LeakageSuspect[];
  /** Null where nobody knows today's people. */
  readonly pool: PoolComparison | null;
  /** Null for a flat file. */
  readonly sampling: Sampling | null;
  /** What a reader should know. */
  readonly notes: readonly string[];
}

/** The label in one month. */
export interface LabelMonth {
  /** `2026-03`. */
  readonly month: string;
  readonly rows: number;
  readonly labelMean: number;
}

/** A feature of a data set. */
export interface FeatureSummary {
  readonly name: string;
  readonly type: 'number' | 'category';
  /** Share of rows without a value, 0 to 1. */
  readonly missing: number;
  /** Different values, the missing one left out. */
  readonly distinct: number;
  /**
   * AUC of the feature alone, 0.5 to 1: numbers by their order, categories by the label's mean out of fold. Where the label
   * is a value, of being above its median. Of at most 50,000 rows.
   */
  readonly auc: Estimate;
  /** How nearly it alone orders rows as the label's values do, 0 to 1; null where the label is 0 or 1. Of the same rows. */
  readonly rank: number | null;
}

/** A feature that says more about the label than it should know. */
export interface LeakageSuspect {
  readonly feature: string;
  /** At least one. */
  readonly signs: readonly LeakageSign[];
}

/** Why a feature is suspected. */
export interface LeakageSign {
  readonly kind: LeakageKind;
  /** What was measured, and from where on it is suspicious; see `docs/data-sets.md`. */
  readonly value: number;
  readonly limit: number;
  /** For a person, as half a sentence. */
  readonly words: string;
}

/** The signs, the surest first. */
export const LEAKAGE_KINDS = [
  /** Its AUC alone is above 0.95; of values: it orders them as they are. */
  'predicts alone',
  /** Its AUC alone is far above that of the third best feature. */
  'stands out',
  /** Some of its values mean yes nearly always, and others mean no. */
  'gives both answers away',
  /** Whether it is blank nearly decides the label. */
  'filled in by outcome',
  /** An attribute of the profile that was said only after the moment, more often where the label is 1. */
  'said later',
  /** Blank in exactly the same rows as others, which nothing else explains: one later step filled them in. */
  'filled in together',
  /** By its name it holds the latest of something, and it tells the label. */
  'holds the latest',
] as const;
export type LeakageKind = (typeof LEAKAGE_KINDS)[number];

/** The people of the examples beside those the model is meant for now. */
export interface PoolComparison {
  /** People of the population now. */
  readonly people: number;
  /** The feature that moved most first. */
  readonly features: readonly {
    readonly name: string;
    /** Population stability index, 0 and up; see `populationStabilityIndex`. */
    readonly index: number;
    /** Below it the index is noise. */
    readonly noise: number;
  }[];
  /** How well a classifier tells example from pool: 0.5 is not at all. */
  readonly classifier: Estimate;
}
