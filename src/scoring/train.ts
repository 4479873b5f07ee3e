import { isStrataError, type Problem, seededRandom, StrataError, type Task, type TrainingSet } from '#sdk';
import {
  calibrate,
  type Calibration,
  fitCalibration,
  isGentle,
  movedCalibration,
  calibrationFolds,
} from './calibration/index.js';
import { fitEncoding, type FeatureSpec, type FrameForm, frameFor, packedRows } from './encoding/index.js';
import { type FirstFit, type ScoreSpread } from './scores.js';
import {
  type AnyScorer,
  Bases,
  errorWords,
  headlines,
  rawScores,
  referenceQuantiles,
  sameRank,
  type ScorerCode,
  type ScorerLibrary,
  writeArtefact,
} from './model/index.js';

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
interface SignalLooks {
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

/** Rows that Shapley values compare with. */
const BACKGROUND_ROWS = 64;
const SCORED_AT_ONCE = 4096;

/** Trains, calibrates, and packs the artefact. The same job gives the same bytes. */
export async function train(
  job: TrainingJob,
  library: ScorerLibrary,
  report: TrainingListener,
): Promise<TrainingOutcome> {
  report.phase({ of: 'import' });
  const code = await library(job.plugin);
  const { definition, version } = code;
  const options = validOptions(code, job);
  report.phase({ of: 'host' });
  const rows = job.label.length;
  const form: FrameForm = {
    features: job.features,
    encoding: definition.input === 'encoded' ? fitEncoding(job.features, job.packed, rows) : null,
  };
  const calibrates = job.task === 'binary' && (definition.calibrates?.(options) ?? true);
  const curve = job.first?.model.calibration ?? null;
  const isTaken = curve !== null && isGentle(curve);
  const folds = calibrates && !isTaken ? calibrationFolds(job.label, job.seed) : [];
  const bench = new Bench(definition, options, job, form, new Bases(library), report, folds.length + 1);

  const unseen = await outOfFold(bench, job, folds);
  const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
  const { artefact, learned } = await bench.fit(everyRow, job.seed);
  const raw = await bench.score(artefact, everyRow);

  const calibration = unseen
    ? fitCalibration(unseen.scores, unseen.label, unseen.weight)
    : job.first && takenOver(job.first, raw, job);
  const spread = spreadOf(job, calibration, headlines(raw, bench.outputs), unseen);
  const header = {
    plugin: job.plugin,
    pluginVersion: version,
    task: job.task,
    input: definition.input,
    options: options as Readonly<Record<string, unknown>>,
    features: job.features,
    encoding: form.encoding,
    calibration,
    outputs: bench.outputs,
    ...(job.task === 'uplift' ? { treatments: job.treatments } : {}),
    rows,
    seed: job.seed,
    backend: bench.backend,
  };
  const background = definition.explain === undefined ? backgroundRows(job) : new Float64Array();
  const bytes = writeArtefact({ header, quantiles: spread.reference, background, learned });
  return { bytes, options: header.options, calibration, spread, backend: bench.backend, slowest: bench.slowest };
}

/**
 * The first fit's calibration, learned out of fold with the same options. Moved so that the mean of the scores misses
 * the rate of the rows learned from by as much as the first fit's did. Null where the first fit has none.
 */
function takenOver({ model }: FirstFit, raw: Float64Array, { label, weight }: TrainingJob): Calibration | null {
  const { calibration, spread } = model;
  if (calibration === null) return null;
  const weights = weight ?? new Float64Array(label.length).fill(1);
  return movedCalibration(calibration, raw, weights, weightedMean(label, weights) + spread.miss);
}

/** @param raw headlines of the rows that were learned from */
function spreadOf(
  { first, label, weight }: TrainingJob,
  calibration: Calibration | null,
  raw: Float64Array,
  unseen: Unseen | null,
): ScoreSpread {
  const calibrated = (scores: Float64Array) =>
    calibration === null ? scores : scores.map((score) => calibrate(calibration, score));
  const scores = calibrated(raw);
  const learned = referenceQuantiles(scores);
  const shared = first && referenceQuantiles(Float64Array.from(first.rows, (row) => scores[row] ?? NaN));
  const weights = weight ?? new Float64Array(label.length).fill(1);
  const miss = weightedMean(scores, weights) - weightedMean(label, weights);
  if (first && shared && calibration && unseen === null) {
    const { reference, learned: before } = first.model.spread;
    return { learned, shared, reference: reference.map((score) => sameRank(before, shared, score)), miss };
  }
  const reference = unseen === null ? learned : referenceQuantiles(calibrated(unseen.scores));
  return { learned, ...(shared === null ? {} : { shared }), reference, miss };
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let weight = 0;
  for (let row = 0; row < values.length; row++) {
    sum += (values[row] ?? 0) * (weights[row] ?? 0);
    weight += weights[row] ?? 0;
  }
  return sum / weight;
}

function validOptions(code: ScorerCode, { plugin, options }: TrainingJob): unknown {
  const parsed = code.parseOptions(options);
  if (parsed.ok) return parsed.options;
  throw new StrataError('PLUGIN_OPTIONS_INVALID', `The options of "${plugin}" are not valid.`, {
    problems: parsed.problems,
  });
}

/** One plugin at work on one training set: fits and scores chosen rows. */
class Bench {
  readonly outputs: number;
  backend: string | null = null;
  slowest: SlowestCall = { rows: 0, milliseconds: 0 };
  #fits = 0;

  constructor(
    private readonly definition: AnyScorer,
    private readonly options: unknown,
    private readonly job: TrainingJob,
    private readonly form: FrameForm,
    private readonly bases: Bases,
    private readonly report: TrainingListener,
    private readonly allFits: number,
  ) {
    this.outputs = job.task === 'uplift' ? 1 + job.treatments.length : 1;
  }

  /** Trains on the rows, and hands back what `load` makes of the saved bytes: what is judged is what will serve. */
  async fit(rows: Int32Array, seed: number): Promise<{ artefact: unknown; learned: Uint8Array }> {
    const done = this.#fits++;
    const { report, allFits } = this;
    const run = {
      seed,
      signal: report.signal,
      progress(share: number, note = '') {
        report.progress((done + share) / allFits, done < allFits - 1 ? `calibrating: ${note}` : note);
      },
      log(message: string) {
        report.log(message);
      },
      backend: (name: string) => {
        this.backend = name;
      },
      base: (id: string, options: unknown) => this.bases.scorer(id, options, run),
    };
    const set = this.#set(rows);
    const trained = await this.#phase('train', 'failed to train', () => this.definition.train(set, this.options, run));
    const learned = await this.#phase('save', 'could not save what it learned', () =>
      savedBytes(this.definition, trained),
    );
    // A copy, so that neither can alter the other.
    const artefact = await this.#phase('load', 'could not load what it had saved', () =>
      this.definition.load(learned.slice(), this.options, this.bases.load),
    );
    return { artefact, learned: learned.slice() };
  }

  /** Runs one function of the plugin, whose errors say which one it was. */
  async #phase<T>(of: 'train' | 'save' | 'load', failed: string, work: () => T | Promise<T>): Promise<T> {
    const { report, job } = this;
    report.phase({ of });
    report.looks.begin();
    try {
      const result = await work();
      report.signal.throwIfAborted();
      return result;
    } catch (error) {
      if (report.signal.aborted) throw stoppedAfter(report.looks);
      if (isStrataError(error)) throw error;
      const message = `"${job.plugin}" ${failed}: ${errorWords(error)}`;
      throw new StrataError('SCORER_TRAINING_FAILED', message, { cause: error });
    } finally {
      report.phase({ of: 'host' });
    }
  }

  /** Raw scores of the rows, rows × outputs. */
  async score(artefact: unknown, rows: Int32Array): Promise<Float64Array> {
    const scores = new Float64Array(rows.length * this.outputs);
    for (let start = 0; start < rows.length; start += SCORED_AT_ONCE) {
      const chunk = rows.subarray(start, start + SCORED_AT_ONCE);
      const frame = this.#frame(chunk);
      this.report.phase({ of: 'score', rows: chunk.length });
      const started = performance.now();
      scores.set(await rawScores(this.definition, artefact, frame, this.outputs), start * this.outputs);
      const milliseconds = performance.now() - started;
      if (milliseconds > this.slowest.milliseconds) this.slowest = { rows: chunk.length, milliseconds };
    }
    this.report.phase({ of: 'host' });
    return scores;
  }

  #frame(rows: Int32Array) {
    const { packed, features } = this.job;
    return frameFor(this.form, packedRows(packed, features.length, rows), rows.length);
  }

  #set(rows: Int32Array): TrainingSet {
    const { task, label, weight, treatment } = this.job;
    return Object.freeze({
      frame: this.#frame(rows),
      task,
      label: Float64Array.from(rows, (row) => label[row] ?? 0),
      ...(weight === null ? {} : { weight: Float64Array.from(rows, (row) => weight[row] ?? 0) }),
      ...(treatment === null ? {} : { treatment: Uint8Array.from(rows, (row) => treatment[row] ?? 0) }),
    });
  }
}

/** A plugin promises to look at its signal once a second. */
const LONGEST_LOOK_MS = 2000;

function stoppedAfter({ longestMs, wentOnMs }: SignalLooks): StrataError {
  const problems: Problem[] = [];
  if (longestMs > LONGEST_LOOK_MS) {
    const message = `it computed for ${Math.round(longestMs)} ms without a look at \`run.signal\``;
    problems.push({ message, expected: 'a look once a second' });
  }
  if (wentOnMs > LONGEST_LOOK_MS) {
    const message = `it went on for ${Math.round(wentOnMs)} ms after it had seen that it was cancelled`;
    problems.push({ message, expected: '`run.signal.throwIfAborted()`' });
  }
  return new StrataError('CANCELLED', 'The training was cancelled.', { problems });
}

function savedBytes(definition: AnyScorer, trained: unknown): Uint8Array {
  // A plugin in plain JavaScript may return anything.
  const learned: unknown = definition.save(trained);
  if (learned instanceof Uint8Array) return learned;
  throw new Error('`save` returned no Uint8Array');
}

interface Unseen {
  readonly scores: Float64Array;
  readonly label: Float64Array;
  readonly weight: Float64Array;
}

/** Scores of rows by models that had not seen them; null where there are no folds. */
async function outOfFold(
  bench: Bench,
  { label, weight, seed }: TrainingJob,
  folds: Int32Array[],
): Promise<Unseen | null> {
  if (folds.length === 0) return null;
  const scores: Float64Array[] = [];
  for (const [index, fold] of folds.entries()) {
    const held = new Set(fold);
    const others = Int32Array.from(Array.from(label.keys()).filter((row) => !held.has(row)));
    const { artefact } = await bench.fit(others, (seed + index + 1) >>> 0);
    scores.push(await bench.score(artefact, fold));
  }
  const rows = folds.flatMap((fold) => [...fold]);
  return {
    scores: Float64Array.from(scores.flatMap((part) => [...part])),
    label: Float64Array.from(rows, (row) => label[row] ?? 0),
    weight: Float64Array.from(rows, (row) => (weight === null ? 1 : (weight[row] ?? 0))),
  };
}

function backgroundRows({ packed, features, label, seed }: TrainingJob): Float64Array {
  const random = seededRandom(seed ^ 0xbac49047);
  const rows = random.shuffle(Array.from(label.keys())).slice(0, BACKGROUND_ROWS);
  return packedRows(packed, features.length, rows);
}
