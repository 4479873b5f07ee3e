import { type Task } from '#sdk';
import { type Calibration } from './calibration/index.js';
import { type FeatureSpec } from './encoding/index.js';
import { type FirstFit, type ScoreSpread } from './scores.js';

/** All that a training needs but the code. */
export interface TrainingJob {
  /** Id of the plugin. */
  readonly plugin: string;
  readonly task: Task;
  readonly options: unknown;
  readonly features: readonly FeatureSpec[];
  /** `packFrame` of the training rows. */
  readonly packed: Float64Array;
  readonly label: Float64Array;
  readonly weight: Float64Array | null;
  readonly treatment: Uint8Array | null;
  /** Names of the treatments 1 … T. */
  readonly treatments: readonly string[];
  readonly seed: number;
  /** Whose calibration is taken over where it is gentle; null where there is none. */
  readonly first: FirstFit | null;
}

/** What runs at the moment: a function of the plugin, which may get a time limit, or work of our own. */
export type Phase =
  | { readonly of: 'import' | 'train' | 'save' | 'load' }
  | { readonly of: 'score'; readonly rows: number }
  | { readonly of: 'host' };

/** How long a training computes between two looks at its signal. */
export interface SignalLooks {
  /** The longest stretch so far, ms. */
  readonly longestMs: number;
  /** How long it went on after it had seen that it is to stop, ms. */
  readonly wentOnMs: number;
  /** The plugin begins to compute. */
  begin(): void;
}

/** What the training tells meanwhile. */
export interface TrainingListener {
  readonly signal: AbortSignal;
  readonly looks: SignalLooks;
  progress(share: number, note: string): void;
  log(message: string): void;
  phase(phase: Phase): void;
}

/** What training brought. */
export interface TrainingOutcome {
  readonly bytes: Uint8Array;
  readonly options: Readonly<Record<string, unknown>>;
  readonly calibration: Calibration | null;
  readonly spread: ScoreSpread;
  readonly backend: string | null;
  /** The slowest call of `score`. */
  readonly slowest: SlowestCall;
}

/** One call of a scorer. */
export interface SlowestCall {
  readonly rows: number;
  readonly milliseconds: number;
}
