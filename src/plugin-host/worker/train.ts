import { isStrataError, seededRandom, StrataError, type Task, type TrainingSet } from '../../sdk/index.js';
import { writeArtefact } from '../artefact.js';
import { calibrate, fitCalibration } from '../calibration.js';
import { type Calibration, type FeatureSpec } from '../contracts.js';
import { fitEncoding } from '../encoder.js';
import { headlines } from '../headline.js';
import { referenceQuantiles } from '../reference.js';
import { type BasePlugin, Bases } from './bases.js';
import { calibrationFolds } from './folds.js';
import { type FrameForm, frameFor, packedRows } from './frames.js';
import { type AnyDefinition, importPlugin, messageOf, parseOptions, type PluginCode } from './import-plugin.js';
import { rawScores } from './scored.js';

/** All that a training thread needs. */
export interface TrainingJob {
  readonly plugin: PluginCode;
  readonly pluginVersion: string;
  /** What it may use as a base. */
  readonly bases: readonly BasePlugin[];
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
}

/** What the thread tells meanwhile. */
export interface TrainingReport {
  readonly signal: AbortSignal;
  progress(share: number, note: string): void;
  log(message: string): void;
}

/** What training brought. */
export interface TrainingOutcome {
  readonly bytes: Uint8Array;
  readonly options: Readonly<Record<string, unknown>>;
  readonly calibration: Calibration | null;
  readonly backend: string | null;
}

/** Rows that Shapley values compare with. */
const BACKGROUND_ROWS = 64;
const SCORED_AT_ONCE = 4096;

/** Trains, calibrates, and packs the artefact. The same job gives the same bytes. */
export async function train(job: TrainingJob, report: TrainingReport): Promise<TrainingOutcome> {
  const definition = await importPlugin(job.plugin);
  const options = validOptions(definition, job);
  const rows = job.label.length;
  const form: FrameForm = {
    features: job.features,
    encoding: definition.input === 'encoded' ? fitEncoding(job.features, job.packed, rows) : null,
  };
  const calibrates = job.task === 'binary' && (definition.calibrates?.(options) ?? true);
  const folds = calibrates ? calibrationFolds(job.label, job.seed) : [];
  const bench = new Bench(definition, options, job, form, report, folds.length + 1);

  const unseen = await outOfFold(bench, job, folds);
  const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
  const { artefact, learned } = await bench.fit(everyRow, job.seed);
  const raw = await bench.score(artefact, everyRow);

  const calibration = unseen && fitCalibration(unseen.scores, unseen.label, unseen.weight);
  const reference = calibration
    ? unseen.scores.map((score) => calibrate(calibration, score))
    : headlines(raw, bench.outputs);
  const header = {
    plugin: job.plugin.id,
    pluginVersion: job.pluginVersion,
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
  const quantiles = referenceQuantiles(reference);
  const background = definition.explain === undefined ? backgroundRows(job) : new Float64Array();
  const bytes = writeArtefact({ header, quantiles, background, learned });
  return { bytes, options: header.options, calibration, backend: bench.backend };
}

function validOptions(definition: AnyDefinition, { plugin, options }: TrainingJob): unknown {
  const parsed = parseOptions(definition, options);
  if (parsed.ok) return parsed.options;
  throw new StrataError('PLUGIN_OPTIONS_INVALID', `The options of "${plugin.id}" are not valid.`, {
    problems: parsed.problems,
  });
}

/** One plugin at work on one training set: fits and scores chosen rows. */
class Bench {
  readonly outputs: number;
  backend: string | null = null;
  #fits = 0;
  readonly #bases: Bases;

  constructor(
    private readonly definition: AnyDefinition,
    private readonly options: unknown,
    private readonly job: TrainingJob,
    private readonly form: FrameForm,
    private readonly report: TrainingReport,
    private readonly allFits: number,
  ) {
    this.outputs = job.task === 'uplift' ? 1 + job.treatments.length : 1;
    this.#bases = new Bases(job.bases);
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
      base: (id: string, options: unknown) => this.#bases.scorer(id, options, run),
    };
    try {
      const trained = await this.definition.train(this.#set(rows), this.options, run);
      report.signal.throwIfAborted();
      const learned = this.definition.save(trained);
      if (!(learned instanceof Uint8Array)) throw new Error('`save` returned no Uint8Array');
      // A copy, so that neither can alter the other.
      return {
        artefact: await this.definition.load(learned.slice(), this.options, this.#bases.load),
        learned: learned.slice(),
      };
    } catch (error) {
      if (report.signal.aborted) throw new StrataError('CANCELLED', 'The training was cancelled.');
      if (isStrataError(error)) throw error;
      throw new StrataError('SCORER_TRAINING_FAILED', `Training failed: ${messageOf(error)}`, { cause: error });
    }
  }

  /** Raw scores of the rows, rows × outputs. */
  async score(artefact: unknown, rows: Int32Array): Promise<Float64Array> {
    const scores = new Float64Array(rows.length * this.outputs);
    for (let start = 0; start < rows.length; start += SCORED_AT_ONCE) {
      const chunk = rows.subarray(start, start + SCORED_AT_ONCE);
      scores.set(await rawScores(this.definition, artefact, this.#frame(chunk), this.outputs), start * this.outputs);
    }
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
