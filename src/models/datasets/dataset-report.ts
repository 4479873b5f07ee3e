import { type Estimate } from '../../statistics/index.js';
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
  /** AUC of the feature alone, 0.5 to 1, judged out of fold; null where the label has no two classes. */
  readonly auc: number | null;
}

/** A feature that says more about the label than it should know. */
export interface LeakageSuspect {
  readonly feature: string;
  /** At least one. */
  readonly signs: readonly LeakageSign[];
}

/** Why a feature is suspected. */
export interface LeakageSign {
  readonly kind: 'predicts alone' | 'gives the label away' | 'filled in by outcome' | 'stands out' | 'said later';
  /** What was measured, and from where on it is suspicious. */
  readonly value: number;
  readonly limit: number;
  /** For a person, as half a sentence. */
  readonly words: string;
}

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
