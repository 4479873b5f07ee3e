import { isStrataError, StrataError } from '#sdk';
import { type AdmittedPlugin, type TrainedModel, type TrainRequest } from './contracts.js';
import { featuresOf, packFrame } from '#strata/scoring/encoding';
import { endingError, PluginProcess, type ProcessLimits, revive } from './process/index.js';
import type { FirstFit, Phase, SlowestCall, TrainingJob, TrainingOutcome } from '#strata/scoring';
import type { ErrorMessage, KnownPlugin } from './worker/index.js';

/** Milliseconds that a cancelled training has to stop by itself before its process is ended, unless told. */
const GRACE_MS = 2000;
/** Values that go to the process in one message. */
const PIECE = 2 ** 20;

/** What a training may use and take. */
export interface TrainingLimits extends ProcessLimits {
  /** Milliseconds for the plugin's module, and for each of its calls of `save` and `load`. */
  readonly loadTimeMs: number;
  /** Milliseconds that a call of `score` with so many rows may take while nobody waits for a decision. */
  readonly batchTimeMs: (rows: number) => number;
  /** Milliseconds that such a call may take where a decision waits. */
  readonly scoreTimeMs: (rows: number) => number;
}

type TrainingMessage =
  | { readonly progress: { readonly share: number; readonly note: string } }
  | { readonly phase: Phase }
  | { readonly done: TrainingOutcome }
  | { readonly failed: ErrorMessage };

/** Trains in a process of its own. Throws as {@link PluginHost.train} says. */
export async function trainInProcess(
  plugin: AdmittedPlugin,
  plugins: readonly KnownPlugin[],
  request: TrainRequest,
  limits: TrainingLimits,
): Promise<TrainedModel> {
  checkRequest(plugin, request);
  if (request.signal?.aborted) throw cancelled();
  const started = performance.now();
  const { job, packed } = jobFor(plugin, request);
  const training = new RunningTraining(job, plugins, packed, request, limits);
  const cancel = () => {
    training.cancel();
  };
  request.signal?.addEventListener('abort', cancel, { once: true });
  try {
    const { slowest, ...outcome } = await training.outcome;
    return {
      ...outcome,
      plugin: plugin.id,
      pluginVersion: plugin.manifest.version,
      task: request.task,
      features: job.features,
      rows: request.label.length,
      seed: job.seed,
      milliseconds: performance.now() - started,
      notes: slownessNotes(plugin.id, slowest, limits),
    };
  } catch (error) {
    throw request.signal?.aborted ? cancelled(training.ended, error) : error;
  } finally {
    request.signal?.removeEventListener('abort', cancel);
    training.end();
  }
}

/** A training under way, in its process. */
class RunningTraining {
  readonly outcome: Promise<TrainingOutcome>;
  readonly #process: PluginProcess;
  #timer: NodeJS.Timeout | undefined;
  #overall: NodeJS.Timeout | undefined;
  #graceOver: NodeJS.Timeout | undefined;
  #phase: Phase = { of: 'host' };
  #fail: (error: StrataError) => void = () => undefined;
  readonly plugin: string;
  /** True where it did not stop by itself. */
  ended = false;

  constructor(
    job: Omit<TrainingJob, 'packed'>,
    plugins: readonly KnownPlugin[],
    packed: Float64Array,
    private readonly request: TrainRequest,
    private readonly limits: TrainingLimits,
  ) {
    this.plugin = job.plugin;
    let resolve: (outcome: TrainingOutcome) => void = () => undefined;
    this.outcome = new Promise<TrainingOutcome>((done, fail) => {
      resolve = done;
      this.#fail = fail;
    });
    this.#process = new PluginProcess(
      { role: 'train', job, plugins, values: packed.length },
      limits,
      (message: TrainingMessage) => {
        if ('progress' in message) request.progress?.(message.progress.share, message.progress.note);
        else if ('phase' in message) this.#enter(message.phase);
        else if ('done' in message) resolve(message.done);
        else this.#fail(revive(this.plugin, message.failed));
      },
    );
    void this.#process.ended.then((ending) => {
      this.#fail(endingError('SCORER_TRAINING_FAILED', this.plugin, `ended ${DURING[this.#phase.of]}`, ending));
    });
    this.#limitAll();
    void this.#sendRows(packed);
  }

  /** Asks the plugin to stop, and ends its process where it does not. */
  cancel(): void {
    this.#process.cancel();
    this.#graceOver = setTimeout(() => {
      this.ended = true;
      this.#process.kill();
    }, this.request.graceMs ?? GRACE_MS);
  }

  end(): void {
    for (const timer of [this.#timer, this.#overall, this.#graceOver]) clearTimeout(timer);
    this.#process.kill();
  }

  async #sendRows(packed: Float64Array): Promise<void> {
    for (let start = 0; start < packed.length; start += PIECE) {
      await this.#process.send({ piece: packed.subarray(start, start + PIECE) });
    }
  }

  #limitAll(): void {
    const { timeLimitMs } = this.request;
    if (timeLimitMs === undefined) return;
    this.#overall = setTimeout(() => {
      const message = `"${this.plugin}" was still at work after ${timeLimitMs} ms, ${DURING[this.#phase.of]}.`;
      this.#fail(new StrataError('SCORER_TRAINING_FAILED', message));
    }, timeLimitMs);
  }

  /** Each of the plugin's functions has its time, but `train`, which may take as long as nobody cancels it. */
  #enter(phase: Phase): void {
    clearTimeout(this.#timer);
    this.#phase = phase;
    if (phase.of === 'train') this.request.begun?.();
    const limitMs = this.#limitOf(phase);
    if (limitMs === undefined) return;
    this.#timer = setTimeout(() => {
      const message = `"${this.plugin}" took longer than ${Math.round(limitMs)} ms ${DOING[phase.of]}.`;
      this.#fail(new StrataError(phase.of === 'score' ? 'SCORER_TIMEOUT' : 'SCORER_TRAINING_FAILED', message));
    }, limitMs);
  }

  #limitOf(phase: Phase): number | undefined {
    if (phase.of === 'host' || phase.of === 'train') return undefined;
    return phase.of === 'score' ? this.limits.batchTimeMs(phase.rows) : this.limits.loadTimeMs;
  }
}

const DURING: Readonly<Record<Phase['of'], string>> = {
  import: 'while its code was loaded',
  train: 'while it trained',
  save: 'while it saved what it had learned',
  load: 'while it loaded what it had saved',
  score: 'while it scored rows to judge and calibrate on',
  host: 'while it trained',
};

const DOING: Readonly<Record<Phase['of'], string>> = {
  import: 'to load its code',
  train: 'to train',
  save: 'to save what it had learned',
  load: 'to load what it had saved',
  score: 'to score rows to judge and calibrate on',
  host: 'to train',
};

/** What whoever lets the model decide should know. */
function slownessNotes(plugin: string, { rows, milliseconds }: SlowestCall, limits: TrainingLimits): readonly string[] {
  const limitMs = limits.scoreTimeMs(rows);
  if (milliseconds <= limitMs) return [];
  return [
    `"${plugin}" took ${Math.round(milliseconds)} ms to score ${rows} rows; where a decision waits it has ${Math.round(limitMs)} ms (PLUGIN_SCORE_TIME_MS), and rules decide in its place after that`,
  ];
}

/** @param ended it had to be ended @param error what it ended with, which says how it stopped where it did so itself */
function cancelled(ended = false, error?: unknown): StrataError {
  const stopped = isStrataError(error) && error.code === 'CANCELLED' ? error.problems : [];
  const problems = ended
    ? [{ message: 'it did not stop by itself and was ended', expected: 'a look at `run.signal` once a second' }]
    : stopped;
  return new StrataError('CANCELLED', 'The training was cancelled.', { problems });
}

function jobFor({ id }: AdmittedPlugin, request: TrainRequest) {
  const { columns, label, weight, treatment } = request;
  const features = featuresOf(columns);
  const job: Omit<TrainingJob, 'packed'> = {
    plugin: id,
    task: request.task,
    options: request.options ?? {},
    features,
    label,
    weight: weight ?? null,
    treatment: treatment ?? null,
    treatments: treatmentsOf(request),
    seed: request.seed >>> 0,
    first: request.first ? withoutBytes(request.first) : null,
  };
  return { job, packed: packFrame(features, { kind: 'raw', rows: label.length, columns }) };
}

/** What the process needs of it. */
function withoutBytes({ model: { calibration, spread }, rows }: FirstFit): FirstFit {
  return { model: { calibration, spread }, rows };
}

/** Names of the treatments: as they were given, else their numbers. */
function treatmentsOf({ task, treatment, treatments }: TrainRequest): readonly string[] {
  if (task !== 'uplift') return [];
  const most = (treatment ?? new Uint8Array()).reduce((arm, other) => Math.max(arm, other), 0);
  return treatments ?? Array.from({ length: most }, (_, index) => String(index + 1));
}

function checkRequest({ id, manifest }: AdmittedPlugin, request: TrainRequest): void {
  const { task, columns, label, weight, treatment } = request;
  if (!manifest.tasks.includes(task)) {
    throw new StrataError('INVALID_DOCUMENT', `The plugin "${id}" does not do ${task} tasks.`, {
      problems: [{ pointer: '/task', message: `"${id}" cannot do this.`, expected: manifest.tasks.join(' or ') }],
    });
  }
  if (columns.length === 0) throw new StrataError('BAD_COLUMN', 'There is no feature to learn from.');
  const names = new Set(columns.map(({ name }) => name));
  if (names.size < columns.length) throw new StrataError('BAD_COLUMN', 'Two features have the same name.');
  for (const [name, length] of [
    ['weight', weight?.length],
    ['treatment', treatment?.length],
  ] as const) {
    if (length !== undefined && length !== label.length) {
      throw new StrataError('BAD_COLUMN', `The ${name} has ${length} rows, the label ${label.length}.`);
    }
  }
  if (weight?.some((value) => !(value >= 0 && value < Infinity))) {
    throw new StrataError('BAD_COLUMN', 'Weights must be finite and not negative.');
  }
  checkLabel(request);
  if (task === 'uplift') checkArms(request);
}

/** An effect is a difference between arms: each one needs rows. */
function checkArms(request: TrainRequest): void {
  const names = ['control', ...treatmentsOf(request)];
  const rows = names.map(() => 0);
  for (const arm of request.treatment ?? []) {
    if (arm >= rows.length) throw new StrataError('BAD_COLUMN', `Treatment ${arm} has no name.`);
    rows[arm] = (rows[arm] ?? 0) + 1;
  }
  if (rows.length > 1 && !rows.includes(0)) return;
  throw new StrataError('TOO_FEW_EXAMPLES', 'An uplift model needs rows of the control and of every treatment.', {
    problems: names.map((name, arm) => ({ message: `${name}: ${rows[arm] ?? 0} rows` })),
  });
}

function checkLabel({ task, label }: TrainRequest): void {
  if (label.length === 0) throw new StrataError('TOO_FEW_EXAMPLES', 'There are no rows to train on.');
  if (label.some((value) => !Number.isFinite(value))) {
    throw new StrataError('BAD_COLUMN', 'The label has values that are no numbers.');
  }
  if (task !== 'binary' && task !== 'uplift') return;
  const ofValues = label.some((value) => value !== 0 && value !== 1);
  if (ofValues && task === 'uplift') return;
  if (ofValues) {
    throw new StrataError('BAD_COLUMN', 'The label of a binary task must be 0 or 1.');
  }
  const positives = label.reduce((sum, value) => sum + value, 0);
  if (positives < 2 || label.length - positives < 2) {
    throw new StrataError(
      'TOO_FEW_EXAMPLES',
      `There are ${positives} positives among ${label.length} rows: both kinds are needed.`,
    );
  }
}
