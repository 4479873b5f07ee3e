import { type Explanation, type ModelDescription, type RawFrame, type Task } from '#sdk';
import { type Calibration } from './calibration/index.js';
import { type FeatureSpec } from './encoding/index.js';

/** A training of some of the rows, after which all of them are trained on. */
export interface FirstFit {
  readonly model: { readonly calibration: Calibration | null; readonly spread: ScoreSpread };
  /** The rows that it was trained on, as positions among all. */
  readonly rows: Uint32Array;
}

/**
 * How a model's scores are spread, as the quantiles 0, 1/1000 … 1 of them; calibrated, and for uplift the effect of the
 * treatment that does most.
 */
export interface ScoreSpread {
  /** Of the rows that it learned from. */
  readonly learned: Float64Array;
  /** Of those of them that its {@link FirstFit} learned from, where there was one. */
  readonly shared?: Float64Array;
  /** What ranks are told by: as of rows that it did not learn from, where it was calibrated out of fold; else as `learned`. */
  readonly reference: Float64Array;
  /** The mean score of the rows that it learned from less the mean of their labels. */
  readonly miss: number;
}

/** Scores of a frame. */
export interface ScoredFrame {
  /** n × k, row-major; calibrated probabilities for binary tasks. k is the scorer's `outputs`. */
  readonly values: Float64Array;
  /**
   * n: share of the reference (training) population that scores lower, 0 to 1; for uplift by the effect of the treatment
   * that does most.
   */
  readonly ranks: Float64Array;
}

/** What one feature did to a score. */
export interface Contribution {
  readonly feature: string;
  /** The row's value: a number, a category, or null where it is missing or was not seen in training. */
  readonly value: number | string | null;
  /** On the scale of `link`. */
  readonly part: number;
}

/** Why a score is what it is: base + sum of parts = link(score), to 1e-9. */
export interface Contributions {
  readonly link: Explanation['link'];
  /** What is explained: the calibrated score; for uplift the effect of the treatment that does most. */
  readonly score: number;
  /** The link value of the average person. */
  readonly base: number;
  /** One a feature, in the model's order. */
  readonly parts: readonly Contribution[];
  /** Standard error of the most uncertain part, where parts were sampled; absent where they are exact. */
  readonly standardError?: number;
}

/** A loaded model. Calls may overlap; those that wait together are scored together. */
export interface Scorer {
  /** Id of the plugin. */
  readonly plugin: string;
  readonly task: Task;
  /** Columns that a frame must have; others are ignored. */
  readonly features: readonly FeatureSpec[];
  /** Scores a row: 1, or 1 + T for uplift. */
  readonly outputs: number;
  /** Names of the treatments that the outputs after the first are for; empty where the task is not uplift. */
  readonly treatments: readonly string[];
  /**
   * Scores a frame, calibrated. Categories may be coded by any dictionary: they are matched by name.
   * Throws `BAD_COLUMN`, `SCORER_THREW`, `SCORER_TIMEOUT`, `SCORER_NOT_FINITE`, `SCORER_WRONG_LENGTH`,
   * `SCORER_CIRCUIT_OPEN`.
   */
  score(frame: RawFrame): Promise<ScoredFrame>;
  /** Explains one row: by the plugin's own exact parts, else by Shapley values. Throws as `score` does. */
  explain(frame: RawFrame, row: number): Promise<Contributions>;
  /**
   * What the model says about itself as a whole, by feature and before calibration; null where its plugin says nothing.
   * Throws as `score` does.
   */
  describe(): Promise<ModelDescription | null>;
  close(): Promise<void>;
}
