import { type z } from 'zod';

/**
 * A dense feature matrix, as the host encodes it: numbers standardised, categories one-hot, missing values imputed.
 * The encoding is fitted on the training part only and stored with the model.
 */
export interface EncodedFrame {
  readonly kind: 'encoded';
  /** Number of rows, n ≥ 0. */
  readonly rows: number;
  /** Names of the encoded columns, for example `age`, `city=Shanghai`; m of them. */
  readonly columns: readonly string[];
  /** n × m, row-major. Always finite. */
  readonly values: Float32Array;
}

/** A numeric column; NaN marks a missing value. Booleans arrive as 0 and 1, dates as milliseconds since 1970. */
export interface NumberColumn {
  readonly name: string;
  readonly type: 'number';
  /** One value a row. */
  readonly values: Float64Array;
}

/** A column of categories; code −1 marks a missing value or a category that was not seen in training. */
export interface CategoryColumn {
  readonly name: string;
  readonly type: 'category';
  /** One index into `categories` a row, or −1. */
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

/** A typed feature column. */
export type FeatureColumn = NumberColumn | CategoryColumn;

/** Typed columns with missing values and categories as they are, for methods that handle them natively (trees). */
export interface RawFrame {
  readonly kind: 'raw';
  /** Number of rows, n ≥ 0. */
  readonly rows: number;
  readonly columns: readonly FeatureColumn[];
}

/** What a scorer reads: the same shape serves one request (n = 1) and a campaign (n = 2,048). */
export type FeatureFrame = EncodedFrame | RawFrame;

/** The kinds of question a model can be asked. A plugin's manifest names those that it answers. */
export const TASKS = ['binary', 'regression', 'uplift'] as const;
export type Task = (typeof TASKS)[number];

/** The input forms and the frame that each one delivers. */
export interface FrameOf {
  readonly encoded: EncodedFrame;
  readonly raw: RawFrame;
}
export type InputKind = keyof FrameOf;

/** Everything that a scorer may learn from. All arrays have `frame.rows` entries. */
export interface TrainingSet<F extends FeatureFrame = FeatureFrame> {
  readonly frame: F;
  readonly task: Task;
  /** 0 or 1 for binary tasks, the value for regression. Always finite. */
  readonly label: Float64Array;
  /** Non-negative row weights, where the data have them. */
  readonly weight?: Float64Array;
  /** 0 for control, 1 … T for the treatments, where the data have them. */
  readonly treatment?: Uint8Array;
}

/** What the host offers while a scorer trains. */
export interface TrainingRun {
  /** 32-bit unsigned seed: the only source of randomness a plugin may use. */
  readonly seed: number;
  /** Aborted when the user cancels or time runs out; a plugin checks it at least once a second. */
  readonly signal: AbortSignal;
  /** @param share done so far, 0 to 1 @param note what is going on, for people, e.g. "epoch 3 of 10, loss 0.41" */
  progress(share: number, note?: string): void;
  log(message: string): void;
  /** Says what the numbers are computed with, for example `wasm`; stored with the model. */
  backend(name: string): void;
  /**
   * Another admitted plugin to learn with, for learners over learners such as `uplift`. Throws `PLUGIN_UNKNOWN`,
   * `PLUGIN_OPTIONS_INVALID`.
   */
  base(plugin: string, options?: Readonly<Record<string, unknown>>): Promise<BaseScorer>;
}

/** An additive explanation of one score: base + sum(parts) = link(score), exactly. */
export interface Explanation {
  readonly link: 'identity' | 'logit';
  /** The link value of the average person. */
  readonly base: number;
  /** One part a column of the frame, in its order. */
  readonly parts: Float64Array;
}

/** Which values of a feature a piece of its curve is about. */
export type ShapeValues =
  /** Numbers above `from` up to `to`; null where there is no end. */
  | { readonly kind: 'range'; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'category'; readonly category: string }
  /** Missing values, and categories that training did not know. */
  | { readonly kind: 'missing' };

/** What a stretch of a feature's values adds to the link of a score. */
export interface ShapeBin {
  readonly values: ShapeValues;
  /** On the link's scale, before calibration; over the training rows the mean of a feature's effects is 0. */
  readonly effect: number;
  /** The ends of the effect's 95 % interval; equal to `effect` where the method gives none. */
  readonly low: number;
  readonly high: number;
  /** Share of the training weight that falls here, 0 to 1. */
  readonly weight: number;
}

/** One feature's whole effect, readable from left to right: numbers rising, then categories, then missing values. */
export interface ShapeCurve {
  readonly feature: string;
  readonly bins: readonly ShapeBin[];
}

/** What two features add together beyond their curves. */
export interface ShapePair {
  readonly features: readonly [string, string];
  readonly cells: readonly {
    readonly values: readonly [ShapeValues, ShapeValues];
    readonly effect: number;
    /** Share of the training weight that falls here, 0 to 1. */
    readonly weight: number;
  }[];
}

/** What a model says about itself as a whole. */
export interface ModelDescription {
  readonly link: Explanation['link'];
  /** Each feature's share in what the model learned, 0 to 1, as its method measures it; empty where it does not. */
  readonly importance: readonly { readonly feature: string; readonly share: number }[];
  /** Empty where the model is not a sum of curves. */
  readonly curves: readonly ShapeCurve[];
  readonly pairs: readonly ShapePair[];
}

/**
 * A model family: how to train on a frame, keep what was learned, and score with it.
 *
 * `O` are the options a marketer may set (validated by `options`), `A` is the trained artefact. All functions are pure:
 * no clock, no files, no randomness but `run.seed`. The host guards every call (time limit, finite output of the right
 * length), so a plugin need not be defensive.
 */
export interface ScorerDefinition<O, A, I extends InputKind = InputKind> {
  readonly options: z.ZodType<O>;
  readonly input: I;
  /** Learns from the set. Throws when the set cannot be learned from; stops when `run.signal` is aborted. */
  train(set: TrainingSet<FrameOf[I]>, options: O, run: TrainingRun): A | Promise<A>;
  /** The artefact as bytes, the same for the same artefact. */
  save(artefact: A): Uint8Array;
  /**
   * The inverse of `save`: scores of the loaded artefact equal those of the saved one. `loadBase` is for artefacts that
   * hold base models; the host always gives it.
   */
  load(bytes: Uint8Array, options: O, loadBase?: LoadBase): A | Promise<A>;
  /**
   * Writes one score a row into `out` (n × k, row-major). k = 1: the probability for binary tasks, the value for
   * regression; for uplift k = 1 + T: the probability without and with each treatment.
   */
  score(artefact: A, frame: FrameOf[I], out: Float64Array): void | Promise<void>;
  /** Optional, for binary tasks: false where scores are probabilities that are to be served as they are. */
  calibrates?(options: O): boolean;
  /** Optional and exact; without it the host computes Shapley values. */
  explain?(artefact: A, frame: FrameOf[I], row: number): Explanation;
  /**
   * Optional: importance, curves and pairs of the whole model, by the names of the frame's columns.
   *
   * @param frame without rows: its columns with their names and categories
   */
  describe?(artefact: A, frame: FrameOf[I]): ModelDescription;
}

/**
 * Declares a scorer plugin; the default export of its `index.ts`. It only fixes the types.
 *
 * @example
 * export default defineScorer({
 *   options: z.strictObject({}),
 *   input: 'encoded',
 *   train: ({ label }) => ({ rate: label.reduce((sum, y) => sum + y, 0) / label.length }),
 *   save: (artefact) => new TextEncoder().encode(JSON.stringify(artefact)),
 *   load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
 *   score: ({ rate }, frame, out) => { out.fill(rate, 0, frame.rows); },
 * });
 */
export function defineScorer<O, A, I extends InputKind>(
  definition: ScorerDefinition<O, A, I>,
): ScorerDefinition<O, A, I> {
  return definition;
}

/** What a base scorer learns from: rows of the frame that the outer plugin got, or a frame that it made of them. */
export interface BaseTrainingSet {
  /** Raw whatever the base reads: where it reads `encoded` frames the host encodes, fitted on these rows. */
  readonly frame: RawFrame;
  readonly task: 'binary' | 'regression';
  /** 0 or 1 for binary tasks, the value for regression. */
  readonly label: Float64Array;
  /** Non-negative row weights. */
  readonly weight?: Float64Array;
  /** 32-bit unsigned; derive it from `run.seed`. */
  readonly seed: number;
  /** @param share of this one training that is done, 0 to 1 */
  readonly progress?: (share: number, note?: string) => void;
}

/** A trained base, of which a learner over learners is built. Its scores are as the base gives them: not calibrated. */
export interface BaseModel {
  /** Self-contained, with the base's id, options and encoding: keep it in your artefact, and see {@link LoadBase}. */
  readonly bytes: Uint8Array;
  /**
   * One score a row: a probability for binary tasks, the value for regression. The frame has the columns of the training
   * frame; categories may be coded by any dictionary. Throws what scoring with a plugin throws.
   */
  score(frame: RawFrame): Promise<Float64Array>;
}

/** Another admitted scorer, at hand inside the training process. */
export interface BaseScorer {
  /** The form of frame that it reads: an `encoded` base sees only the interactions that columns say. */
  readonly input: FeatureFrame['kind'];
  /** Trains one model; cancelled with the outer training. Throws where the base cannot do the task, or fails. */
  train(set: BaseTrainingSet): Promise<BaseModel>;
}

/** Makes a base model of its bytes again, where the outer plugin loads its own. */
export type LoadBase = (bytes: Uint8Array) => Promise<BaseModel>;
