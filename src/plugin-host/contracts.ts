import {
  type Explanation,
  type FeatureColumn,
  type InputKind,
  type Manifest,
  type ModelDescription,
  type Problem,
  type RawFrame,
  type Task,
} from '../sdk/index.js';

/** A plugin that passed every admission check. */
export interface AdmittedPlugin {
  readonly id: string;
  /** The folder it was found in, absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly input: InputKind;
  /** JSON Schema of the options that a marketer may set. */
  readonly optionsSchema: Readonly<Record<string, unknown>>;
}

/** Where plugins are looked for and how long their code may take. */
export interface PluginHostOptions {
  /** Folders whose subfolders are plugins; scanned in this order, each one sorted by name. A missing one is skipped. */
  readonly directories: readonly string[];
  /** Single plugin folders besides. */
  readonly folders?: readonly string[];
  /**
   * Milliseconds that scoring up to 1,000 rows may take where a decision waits, waiting included; larger frames get
   * proportionally more. Work that nobody waits for has sixty times as long. 1,000 unless told.
   */
  readonly scoreTimeLimitMs?: number;
  /** Milliseconds that a plugin's module or a stored model may take to load; 10,000 unless told. */
  readonly loadTimeLimitMs?: number;
  /** Milliseconds that a plugin may take to validate options; 5,000 unless told. */
  readonly optionsTimeLimitMs?: number;
  /** Memory that one training may use, MB; half of the machine's unless told. */
  readonly trainingMemoryMb?: number;
  /** Memory that one loaded model may use, MB; 1,024, or a quarter of the machine's where that is less. */
  readonly scoringMemoryMb?: number;
  /** Shows what plugins print on this process's standard error, for their authors; else nobody sees it. */
  readonly showOutput?: boolean;
  /** Receives what the guards do: never what a plugin says. */
  readonly log?: (message: string, context?: Readonly<Record<string, unknown>>) => void;
}

/** Who waits for the scores: a decision, or nobody (files, judging, backtests). It decides how long they may take. */
export type Purpose = 'decision' | 'batch';

/** Options that passed the plugin's schema, with its defaults filled in, or what is wrong with them. */
export type ParsedOptions =
  | { readonly ok: true; readonly options: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The door to everything plugins do. */
export interface PluginHost {
  /** By id, in the order of discovery. */
  readonly plugins: ReadonlyMap<string, AdmittedPlugin>;
  /**
   * Validates a model's options in a process of its own; problems carry pointers relative to the options. A plugin that
   * does not answer is a problem, too, and rests for half a minute. Rejects with `PLUGIN_UNKNOWN`.
   */
  parseOptions(pluginId: string, options: unknown): Promise<ParsedOptions>;
  /**
   * Fits the encoder, trains in a process of its own, calibrates binary models out of fold, by themselves or as a first fit was. Throws `PLUGIN_UNKNOWN`,
   * `PLUGIN_OPTIONS_INVALID`, `BAD_COLUMN`, `SCORER_TRAINING_FAILED`, `CANCELLED`, and what scoring throws.
   */
  train(request: TrainRequest): Promise<TrainedModel>;
  /**
   * Loads an artefact into a process of its own, for decisions unless told.
   * Throws `DAMAGED_ARTEFACT`, `PLUGIN_UNKNOWN`, `SCORER_LOAD_FAILED`.
   */
  load(bytes: Uint8Array, purpose?: Purpose): Promise<Scorer>;
  /** Ends all scorers and trainings. */
  close(): Promise<void>;
}

/** What to train on, and how. All columns have as many rows as `label`. */
export interface TrainRequest {
  /** Id of the plugin. */
  readonly plugin: string;
  readonly task: Task;
  /** Validated by the plugin's schema; absent means its defaults. */
  readonly options?: unknown;
  /** The features of the training part only; everything is fitted on them. */
  readonly columns: readonly FeatureColumn[];
  /** 0 or 1 for binary tasks, finite values for regression. */
  readonly label: Float64Array;
  /** Non-negative. */
  readonly weight?: Float64Array;
  /** 0 for control, 1 … T for the treatments. */
  readonly treatment?: Uint8Array;
  /** Names of the treatments 1 … T, kept with the model; their numbers unless told. */
  readonly treatments?: readonly string[];
  /** 32-bit unsigned; the same seed on the same backend gives the same bytes. */
  readonly seed: number;
  /** An earlier training of some of the rows with the same options: its calibration is taken over where it corrects little. */
  readonly first?: FirstFit;
  readonly signal?: AbortSignal;
  /** Milliseconds after which the training fails; as long as it takes unless told. */
  readonly timeLimitMs?: number;
  /** Milliseconds that it has to stop by itself when it is cancelled, 2,000 unless told; then its process is ended. */
  readonly graceMs?: number;
  /** Called when the plugin begins to train. */
  readonly begun?: () => void;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** A training of some of the rows, after which all of them are trained on. */
export interface FirstFit {
  readonly model: Pick<TrainedModel, 'calibration' | 'spread'>;
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

/** A feature as the model knows it. Categories are those of the training part; all others count as unseen. */
export type FeatureSpec =
  | { readonly name: string; readonly type: 'number' }
  | { readonly name: string; readonly type: 'category'; readonly categories: readonly string[] };

/**
 * How raw probabilities became calibrated ones, on the logit: a line (Platt, 1999) with a few bends,
 * link = slope × logit(raw) + intercept + Σ bend.slope × max(0, logit(raw) − bend.at). It always increases.
 */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
  /** Where the line changes its slope, and by how much; ascending. */
  readonly bends: readonly { readonly at: number; readonly slope: number }[];
  /** Rows scored by a model that had not seen them, on which the line was fitted. */
  readonly rows: number;
}

/** A trained model, ready to be stored. */
export interface TrainedModel {
  /** The self-contained artefact: header, learned state and checksum. */
  readonly bytes: Uint8Array;
  readonly plugin: string;
  readonly pluginVersion: string;
  readonly task: Task;
  /** With the plugin's defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly features: readonly FeatureSpec[];
  /** Rows trained on. */
  readonly rows: number;
  readonly seed: number;
  /** What the plugin computed with, for example `wasm`; null where it did not say. */
  readonly backend: string | null;
  /** Null for tasks other than binary. */
  readonly calibration: Calibration | null;
  readonly spread: ScoreSpread;
  /** Wall time. */
  readonly milliseconds: number;
  /** What whoever uses the model should know, in sentences for people. */
  readonly notes: readonly string[];
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
