import { relative, resolve, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type ModelDocument } from '#strata/engine';
import { trainingOf, type TrainingRequest, type ModelTraining } from '#strata/models/training';
import { type Config } from '#strata/platform/config';
import { hasEnded } from '#strata/platform/queue';
import { StrataError } from '#sdk';
import { exampleOptions } from '../options/model-options.js';
import { type ProgressLine, printLine } from '../output/output.js';
import { openModels } from '../workspace/server-models.js';
import { type SourceOptions } from '../options/source-options.js';
import { type Workspace } from '../workspace/workspace.js';
import { type StoredVersion } from './print-trained.js';
import { type TrainingQueue } from './training-queue.js';

/** What to train, and how to show it. */
interface QueuedTraining {
  readonly workspace: Workspace;
  readonly document: ModelDocument;
  readonly options: SourceOptions & { readonly seed: number; readonly minimum?: number };
  readonly progress: ProgressLine;
  readonly signal: AbortSignal;
}

const LOOK_MS = 400;

/** Lets somebody else train and follows it to its end. @throws StrataError why it failed, CANCELLED, BAD_USAGE */
export async function trainQueued(queue: TrainingQueue, training: QueuedTraining): Promise<StoredVersion> {
  const { workspace, document, options } = training;
  try {
    await refuseUnpublished(queue, document);
    const run = await queue.start(document.id, requestOf(options, workspace.config));
    if (!options.json) printLine(`Run ${run.id} is queued: ${queue.place} trains ${run.model} on ${run.source}.`);
    const { version, error, state } = await follow(queue, run, training);
    if (error !== null) throw new StrataError(error.code, error.message, { problems: error.problems });
    if (version === null) throw new StrataError('CANCELLED', `The training was ${state}.`);
    const stored = await (await openModels(workspace)).version(document.id, version);
    return { version: stored, report: trainingOf(stored) };
  } finally {
    await queue.close();
  }
}

/** What is trained is the published document, so that it must be the one that is meant. */
async function refuseUnpublished(queue: TrainingQueue, document: ModelDocument): Promise<void> {
  const published = await queue.document(document.id);
  if (published !== undefined && isDeepStrictEqual(plain(published), plain(document))) return;
  const message = published === undefined ? 'it is not published yet' : 'the published document is another one';
  throw new StrataError('BAD_USAGE', `${capital(queue.place)} would not train this document of "${document.id}".`, {
    problems: [
      {
        message,
        expected: 'first: strata rules push, with this document in the folder of the rules; or train without --watch',
      },
    ],
  });
}

function plain(document: object): unknown {
  return JSON.parse(JSON.stringify(document));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function requestOf(options: QueuedTraining['options'], { dataDir }: Pick<Config, 'dataDir'>): TrainingRequest {
  const { data, events, until, seed, minimum } = options;
  if (events !== undefined) {
    throw new StrataError('BAD_USAGE', 'A running server or worker makes examples of the stored history only.', {
      problems: [{ message: '--events names files', expected: 'strata import first; or a flat file below DATA_DIR' }],
    });
  }
  const { label, positive, where, treatment, time, person } = exampleOptions(options, []);
  return {
    seed,
    ...(label === undefined ? {} : { label }),
    ...(positive === undefined ? {} : { positive }),
    ...(where === undefined ? {} : { where }),
    ...(treatment === undefined ? {} : { treatment }),
    ...(time === undefined ? {} : { time }),
    ...(person === undefined ? {} : { person }),
    ...(data === undefined ? {} : { data: belowData(data, dataDir) }),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    ...(minimum === undefined ? {} : { minimum }),
  };
}

/** A path as the server means it, where this process knows its folder; else as it was given. */
function belowData(file: string, dataDir: string | undefined): string {
  if (dataDir === undefined) return file;
  const path = relative(dataDir, resolve(file));
  return path.startsWith(`..${sep}`) ? file : path;
}

async function follow(
  queue: TrainingQueue,
  started: ModelTraining,
  { progress, signal }: QueuedTraining,
): Promise<ModelTraining> {
  let run = started;
  let cancelled = false;
  while (!hasEnded(run)) {
    await delay(LOOK_MS);
    if (signal.aborted && !cancelled) {
      cancelled = true;
      await queue.cancel(run);
    }
    run = await queue.find(run);
    progress.update(run.progress, run.state === 'queued' ? 'waits for its turn' : run.note);
  }
  return run;
}
