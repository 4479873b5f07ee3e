import { once } from 'node:events';
import { type Worker } from 'node:worker_threads';
import { StrataError } from '../sdk/index.js';
import { type AdmittedPlugin, type TrainedModel, type TrainRequest } from './contracts.js';
import { featuresOf, packFrame } from './features.js';
import { deathOf, type Log, revive, startThread } from './threads.js';
import { type ErrorMessage } from './worker/import-plugin.js';
import { type BasePlugin } from './worker/bases.js';
import { type TrainingJob, type TrainingOutcome } from './worker/train.js';

/** Milliseconds that a cancelled training has to stop by itself before its thread is ended. */
const GRACE_MS = 2000;

type TrainingMessage =
  | { readonly progress: { readonly share: number; readonly note: string } }
  | { readonly log: string }
  | { readonly done: TrainingOutcome }
  | { readonly failed: ErrorMessage };

/** Trains in a thread of its own. Throws as {@link PluginHost.train} says. */
export async function trainInThread(
  plugin: AdmittedPlugin,
  bases: readonly BasePlugin[],
  request: TrainRequest,
  log: Log,
): Promise<TrainedModel> {
  checkRequest(plugin, request);
  if (request.signal?.aborted) throw cancelled();
  const started = performance.now();
  const job = jobFor(plugin, bases, request);
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = startThread({ role: 'train', job, cancelled: flag }, log, [job.packed.buffer as ArrayBuffer]);
  let graceOver: NodeJS.Timeout | undefined;
  const cancel = () => {
    Atomics.store(flag, 0, 1);
    graceOver = setTimeout(() => void worker.terminate(), GRACE_MS);
  };
  request.signal?.addEventListener('abort', cancel, { once: true });
  try {
    const outcome = await outcomeOf(worker, request, log);
    return {
      ...outcome,
      plugin: plugin.id,
      pluginVersion: plugin.manifest.version,
      task: request.task,
      features: job.features,
      rows: request.label.length,
      seed: job.seed,
      milliseconds: performance.now() - started,
    };
  } catch (error) {
    throw request.signal?.aborted ? cancelled() : error;
  } finally {
    clearTimeout(graceOver);
    request.signal?.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}

function cancelled(): StrataError {
  return new StrataError('CANCELLED', 'The training was cancelled.');
}

function jobFor(plugin: AdmittedPlugin, bases: readonly BasePlugin[], request: TrainRequest): TrainingJob {
  const { columns, label, weight, treatment } = request;
  const features = featuresOf(columns);
  return {
    plugin: { id: plugin.id, folder: plugin.folder, main: plugin.manifest.main },
    pluginVersion: plugin.manifest.version,
    bases,
    task: request.task,
    options: request.options ?? {},
    features,
    packed: packFrame(features, { kind: 'raw', rows: label.length, columns }),
    label,
    weight: weight ?? null,
    treatment: treatment ?? null,
    treatments: treatmentsOf(request),
    seed: request.seed >>> 0,
  };
}

/** Names of the treatments: as they were given, else their numbers. */
function treatmentsOf({ task, treatment, treatments }: TrainRequest): readonly string[] {
  if (task !== 'uplift') return [];
  const most = (treatment ?? new Uint8Array()).reduce((arm, other) => Math.max(arm, other), 0);
  return treatments ?? Array.from({ length: most }, (_, index) => String(index + 1));
}

function outcomeOf(worker: Worker, { progress }: TrainRequest, log: Log): Promise<TrainingOutcome> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: TrainingMessage) => {
      if ('progress' in message) progress?.(message.progress.share, message.progress.note);
      else if ('log' in message) log(message.log, { from: 'plugin' });
      else if ('done' in message) resolve(message.done);
      else reject(revive(message.failed));
    });
    worker.on('error', (error) => {
      reject(new StrataError('SCORER_TRAINING_FAILED', `The training thread ended: ${deathOf(error)}.`));
    });
    void once(worker, 'exit').then(() => {
      reject(new StrataError('SCORER_TRAINING_FAILED', 'The training thread ended without a result.'));
    });
  });
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
  if (label.some((value) => value !== 0 && value !== 1)) {
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
