import { type Job, JobsAbout, type JobQueue, type JobStanding, standingOf } from '#strata/platform/queue';
import { documentCalled, type ReleaseStore } from '#strata/rulebook/releases';
import { fileBelow } from './server-source.js';
import { type ModelJobs, type TrainingPayload, type TrainingRequest } from './training-job.js';

/** A training of a model, queued, running or ended. */
export interface ModelTraining extends JobStanding {
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
  readonly jobs: JobsAbout<'train', TrainingPayload, ModelTraining, ModelTraining>;

  constructor(
    queue: JobQueue<ModelJobs>,
    private readonly releases: ReleaseStore,
    private readonly dataDir: string | undefined,
  ) {
    const face = { kind: 'train', one: 'training', about: 'model', entry: trainingOf, whole: trainingOf } as const;
    this.jobs = new JobsAbout(queue, face);
  }

  /**
   * Queues a training of the model's published document.
   *
   * @throws StrataError NOT_FOUND for a model that is not published, BAD_FILE, UNAVAILABLE
   */
  async start(model: string, request: TrainingRequest, by: string): Promise<ModelTraining> {
    const { hash, documents } = await this.releases.published();
    documentCalled(documents.models, 'model', model);
    if (request.data !== undefined) await fileBelow(this.dataDir, request.data);
    return await this.jobs.start(model, { ...request, model, release: hash }, by);
  }
}

function trainingOf(job: Job<TrainingPayload>): ModelTraining {
  const { seed, data, release } = job.payload;
  return {
    ...standingOf(job),
    model: job.subject,
    source: data ?? 'stored history',
    seed,
    release,
    version: (job.result as { readonly version: number } | null)?.version ?? null,
  };
}
