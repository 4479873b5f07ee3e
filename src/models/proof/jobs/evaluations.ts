import { type Job, JobsAbout, type JobQueue, type JobStanding, standingOf } from '#strata/platform/queue';
import { documentCalled, type ReleaseStore } from '#strata/rulebook/releases';
import { fileBelow } from '../../training/index.js';
import {
  type EvaluationJobs,
  type EvaluationOutcome,
  type EvaluationPayload,
  type EvaluationRequest,
} from './evaluation-job.js';

/** An evaluation of a version, queued, running or ended. */
export interface EvaluationRun extends JobStanding {
  readonly model: string;
  /** Null until it succeeded, where none was asked for. */
  readonly version: number | null;
  /** Whose money counts; null where none was asked for. */
  readonly strategy: string | null;
  /** What is judged by: a file below `DATA_DIR`, or `stored history`. */
  readonly source: string;
  readonly seed: number;
  /** Hash of the release whose documents are used. */
  readonly release: string;
  /** Null until it succeeded. */
  readonly passed: boolean | null;
}

/** Evaluations as jobs. */
export class Evaluations {
  readonly jobs: JobsAbout<'evaluate', EvaluationPayload, EvaluationRun, EvaluationRun>;

  constructor(
    queue: JobQueue<EvaluationJobs>,
    private readonly releases: ReleaseStore,
    private readonly dataDir: string | undefined,
  ) {
    const face = { kind: 'evaluate', one: 'evaluation', about: 'model', entry: runOf, whole: runOf } as const;
    this.jobs = new JobsAbout(queue, face);
  }

  /**
   * Queues an evaluation by the published documents.
   *
   * @throws StrataError NOT_FOUND for a model or strategy that is not published, BAD_FILE, UNAVAILABLE
   */
  async start(model: string, request: EvaluationRequest, who: string): Promise<EvaluationRun> {
    const { hash, documents } = await this.releases.published();
    documentCalled(documents.models, 'model', model);
    const { strategy, data, events } = request;
    if (strategy !== undefined) documentCalled(documents.strategies, 'strategy', strategy);
    for (const file of [data, events]) if (file !== undefined) await fileBelow(this.dataDir, file);
    return await this.jobs.start(model, { ...request, model, release: hash, who }, who);
  }
}

function runOf(job: Job<EvaluationPayload>): EvaluationRun {
  const { version, strategy, seed, data, release } = job.payload;
  const outcome = job.result as EvaluationOutcome | null;
  return {
    ...standingOf(job),
    model: job.subject,
    version: outcome?.version ?? version ?? null,
    strategy: strategy ?? null,
    source: data ?? 'stored history',
    seed,
    release,
    passed: outcome?.passed ?? null,
  };
}
