import {
  type FeatureColumn,
  type PluginKindCode,
  type PolicyQuestion,
  type Problem,
  type Reward,
  type RewardKind,
  type Task,
} from '#sdk';
import { type Manifest } from './admission/index.js';
import { type Calibration } from '#strata/scoring/calibration';
import { type FeatureSpec } from '#strata/scoring/encoding';
import { type KnownPlugin } from './worker/index.js';
import { type FirstFit, type Scorer, type ScoreSpread } from '#strata/scoring';

/** A plugin that passed every admission check. */
export interface AdmittedPlugin {
  readonly id: string;
  /** The folder it was found in, absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** JSON Schema of the options that a marketer may set. */
  readonly optionsSchema: Readonly<Record<string, unknown>>;
}

/** Token of the process's {@link PluginHost}. */
export const PLUGIN_HOST = Symbol('plugin host');

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
  /** Starts the process that validates options at once, for who will soon ask it and has something to do meanwhile. */
  readonly validatesSoon?: boolean;
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
  /** The same as plain data, for a thread that imports them itself (`libraryOf`). Any of them may be the base of another. */
  readonly known: readonly KnownPlugin[];
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
  /**
   * Opens a policy in a process of its own, with what it has learned.
   * Throws `PLUGIN_UNKNOWN`, `PLUGIN_OPTIONS_INVALID`, `POLICY_FAILED`.
   */
  openPolicy(request: PolicyRequest): Promise<Policy>;
  /**
   * Lets a plugin of a kind that learns once learn, in a process of its own, as long as it takes.
   * Throws `PLUGIN_UNKNOWN`, `PLUGIN_OPTIONS_INVALID`, `PLUGIN_FAILED`, `CANCELLED`.
   */
  fit(request: FitRequest): Promise<FittedPlugin>;
  /** Opens what such a plugin learned, in a process of its own. Throws as {@link fit} does. */
  openFitted(fitted: FittedPlugin): Promise<Fitted>;
  /** Ends all scorers, policies and trainings. */
  close(): Promise<void>;
}

/** Which policy is opened, and how. */
export interface PolicyRequest {
  /** Id of the plugin. */
  readonly plugin: string;
  /** Validated by the plugin's schema; absent means its defaults. */
  readonly options?: unknown;
  readonly reward: RewardKind;
  /** What it learned so far; null for nothing. */
  readonly state: Uint8Array | null;
}

/** An open policy behind its guards. All calls throw `POLICY_FAILED`, and `UNAVAILABLE` once closed. */
export interface Policy {
  /** P(offer) of each of the question's offers, in their order: together 1. Frozen values are shared among equal questions. */
  choose(question: PolicyQuestion): Promise<Float64Array>;
  /** Learns, and returns what it knows then. */
  learn(rewards: readonly Reward[]): Promise<Uint8Array>;
  /** Goes on with what another process has learned. */
  restore(state: Uint8Array | null): Promise<void>;
  close(): Promise<void>;
}

/** The kinds of plugin that learn once from an input and then answer questions (`FittedDefinition` of the SDK). */
type FittedKind = Exclude<PluginKindCode, 'scorer' | 'policy'>;

/** What a plugin is to learn from, and how. */
export interface FitRequest {
  readonly kind: FittedKind;
  /** Id of the plugin. */
  readonly plugin: string;
  /** Validated by the plugin's schema; absent means its defaults. */
  readonly options?: unknown;
  /** What its kind learns from: plain objects and typed arrays. */
  readonly input: unknown;
  /** 32-bit unsigned; the same seed and input give the same bytes. */
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** What a plugin learned, ready to be stored. */
export interface FittedPlugin {
  readonly kind: FittedKind;
  readonly plugin: string;
  readonly pluginVersion: string;
  /** With the plugin's defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

/** What was learned, ready to be asked, behind its guards. */
export interface Fitted {
  /**
   * Calls a function of the kind's contract. What it answers is the plugin's: whoever asks checks it.
   * Throws `PLUGIN_FAILED`, and `UNAVAILABLE` once closed.
   */
  ask(name: string, ...rest: readonly unknown[]): Promise<unknown>;
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
