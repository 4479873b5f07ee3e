import { type Job, type JobQueue } from '#strata/platform/queue';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { fileBelow } from './server-source.js';
import { findModel, type ModelJobs, type TrainingPayload, type TrainingRequest } from './training-job.js';

/** A training of a model, queued, running or ended. */
export interface ModelTraining extends Omit<Job, 'kind' | 'subject' | 'payload' | 'result'> {
  readonly model: string;
  /** What is trained on: a file below `DATA_DIR`, or `stored history`. */
  readonly source: string;
  readonly seed: number;
  /** Hash of the release whose document is trained. */
  readonly release: string;
  /** The version that it gave; null until it succeeded. */
  readonly version: number | null;
}

/** Trainings as jobs. */
export class Trainings {
  constructor(
    private readonly queue: JobQueue<ModelJobs>,
    private readonly releases: ReleaseStore,
    private readonly dataDir: string | undefined,
  ) {}

  /**
   * Queues a training of the model's published document.
   *
   * @throws StrataError NOT_FOUND for a model that is not published, BAD_FILE, UNAVAILABLE
   */
  async start(model: string, request: TrainingRequest, by: string): Promise<ModelTraining> {
    const release = await this.releases.current();
    if (release === null) throw new StrataError('UNAVAILABLE', 'No release was published yet.');
    findModel(release.documents, model);
    if (request.data !== undefined) await fileBelow(this.dataDir, request.data);
    const payload = { ...request, model, release: release.hash };
    const job = await this.queue.enqueue('train', {
      subject: model,
      payload,
      request: { who: by, what: 'training.requested', subject: `model:${model}` },
    });
    return runOf(job);
  }

  /** The trainings of a model, the latest first. */
  async list(
    model: string,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<readonly ModelTraining[]> {
    return (await this.queue.list({ ...page, kind: 'train', subject: model })).map(runOf);
  }

  /** @throws StrataError NOT_FOUND where the model has no such run */
  async find(model: string, id: string): Promise<ModelTraining> {
    const job = await this.queue.find(id);
    if (job.kind === 'train' && job.subject === model) return runOf(job);
    throw new StrataError('NOT_FOUND', 'The model has no such run.');
  }

  /** @throws StrataError NOT_FOUND, CONFLICT where it has ended */
  async cancel(model: string, id: string, by: string): Promise<ModelTraining> {
    await this.find(model, id);
    return runOf(await this.queue.cancel(id, { who: by, what: 'training.cancelled', subject: `model:${model}` }));
  }

  /** @throws StrataError NOT_FOUND, CONFLICT where it neither failed nor was cancelled */
  async retry(model: string, id: string, by: string): Promise<ModelTraining> {
    await this.find(model, id);
    return runOf(await this.queue.retry(id, { who: by, what: 'training.retried', subject: `model:${model}` }));
  }
}

/** True where nothing will change any more unless somebody retries it. */
export function hasEnded({ state }: Pick<ModelTraining, 'state'>): boolean {
  return state !== 'queued' && state !== 'running';
}

function runOf(job: Job): ModelTraining {
  const { seed, data, release } = job.payload as TrainingPayload;
  const { id, state, cancelling, progress, note, attempts, error, by, createdAt, startedAt, endedAt } = job;
  return {
    id,
    model: job.subject,
    state,
    cancelling,
    progress,
    note,
    source: data ?? 'stored history',
    seed,
    release,
    version: (job.result as { readonly version: number } | null)?.version ?? null,
    attempts,
    error,
    by,
    createdAt,
    startedAt,
    endedAt,
  };
}
