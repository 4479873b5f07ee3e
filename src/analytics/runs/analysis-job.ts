import { type EntityManager } from 'typeorm';
import { type Database } from '#strata/platform/database';
import {
  hasEnded,
  type Job,
  type JobHandler,
  type JobQueue,
  JobsAbout,
  type JobStanding,
  standingOf,
} from '#strata/platform/queue';
import { type PluginHost } from '#strata/plugin-host';
import { documentCalled, type ReleaseStore } from '#strata/rulebook/releases';
import { fileBelow, namedError } from '#strata/models/training';
import { StrataError } from '#sdk';
import { type AnalysisSource } from '../contract/index.js';
import { momentOf } from '../sources/index.js';
import { AnalysisVersions } from '../versions/index.js';
import { runAnalysis, type RunOutcome } from './run-analysis.js';

/** What a run is asked to do. */
export interface AnalysisAsked {
  /** A file below `DATA_DIR`; the document's, or what is stored, where there is none. */
  readonly data?: string;
  /** ISO 8601, UTC: nothing that happened later is looked at. Null: the end of the day of a file's last event. */
  readonly until: string | null;
  /** 32-bit unsigned. */
  readonly seed: number;
  /** Why it runs, such as turns that were missed. */
  readonly note?: string;
}

/** A run as it lies in the queue. */
interface AnalysisPayload extends AnalysisAsked {
  readonly analysis: string;
  /** Hash of the release whose document is run, also where another one is current by then. */
  readonly release: string;
  readonly who: string;
}

/** The jobs of this folder. */
export type AnalysisJobs = Readonly<{ analysis: AnalysisPayload }>;

/** A run of an analysis, queued, running or ended. */
export interface AnalysisRun extends JobStanding {
  readonly analysis: string;
  /** What is read: a file below `DATA_DIR`, or `stored history`. */
  readonly source: string;
  /** Null: the end of the day of a file's last event. */
  readonly until: string | null;
  readonly seed: number;
  readonly release: string;
  /** The version that it gave; null until it succeeded. */
  readonly version: number | null;
  /** How many people it published something about; null where it did not. */
  readonly people: number | null;
  /** That its version is no better than the dumb rival; null where it is, or nothing is compared. */
  readonly warning: string | null;
}

/** What runs work with. */
export interface AnalysisParts {
  readonly database: Database;
  readonly releases: ReleaseStore;
  readonly host: PluginHost;
  /** Absolute path of the folder whose files may be read. */
  readonly dataDir?: string | undefined;
}

/** Runs analyses; the version and what it says about people are published in the transaction that ends the job. */
export function analysisHandler({ database, releases, host, dataDir }: AnalysisParts): JobHandler<AnalysisPayload> {
  return async (payload, run) => {
    const { documents } = await releases.get(payload.release);
    const document = documentCalled(documents.analyses ?? [], 'analysis', payload.analysis);
    const source = await sourceOf(payload, { database, dataDir });
    const { until, seed } = payload;
    const asked = {
      ...{ id: run.id, document, documents, release: payload.release, source, by: payload.who, seed },
      until: until === null ? await momentOf(source, document, Date.now()) : Date.parse(until),
    };
    return await runAnalysis(asked, { database, host, versions: new AnalysisVersions(database) }, run).catch(
      (error: unknown) => {
        throw source.kind === 'file' ? namedError(error, { kind: 'file', file: source.file }, source.name) : error;
      },
    );
  };
}

async function sourceOf(
  { data }: AnalysisAsked,
  { database, dataDir }: Pick<AnalysisParts, 'database' | 'dataDir'>,
): Promise<AnalysisSource> {
  if (data === undefined) return { kind: 'stored', database };
  return { kind: 'file', file: await fileBelow(dataDir, data), name: data };
}

/** Runs of analyses as jobs. */
export class Analyses {
  readonly jobs: JobsAbout<'analysis', AnalysisPayload, AnalysisRun, AnalysisRun>;

  constructor(
    queue: JobQueue<AnalysisJobs>,
    private readonly releases: ReleaseStore,
    private readonly dataDir: string | undefined,
  ) {
    this.jobs = new JobsAbout(queue, { kind: 'analysis', one: 'run', about: 'analysis', entry: runOf, whole: runOf });
  }

  /**
   * Queues a run of the published analysis.
   *
   * @throws StrataError NOT_FOUND for an analysis that is not published, CONFLICT where a run of it is open, BAD_FILE, UNAVAILABLE
   */
  async start(
    analysis: string,
    asked: AnalysisAsked,
    who: string,
    also: (manager: EntityManager) => Promise<void> = () => Promise.resolve(),
  ): Promise<AnalysisRun> {
    const { hash, documents } = await this.releases.published();
    const document = documentCalled(documents.analyses ?? [], 'analysis', analysis);
    const data = asked.data ?? document.data;
    if (data !== undefined) await fileBelow(this.dataDir, data);
    await assertNoOther(this.jobs, analysis);
    const payload = { ...asked, ...(data === undefined ? {} : { data }), analysis, release: hash, who };
    return await this.jobs.start(analysis, payload, who, also);
  }
}

/** @throws StrataError CONFLICT */
async function assertNoOther(jobs: Analyses['jobs'], analysis: string): Promise<void> {
  const [latest] = await jobs.list(analysis, { limit: 1 });
  if (latest === undefined || hasEnded(latest)) return;
  throw new StrataError('CONFLICT', `A run of the analysis "${analysis}" is ${latest.state} already.`);
}

function runOf(job: Job<AnalysisPayload>): AnalysisRun {
  const { data, until, seed, release, note } = job.payload;
  const given = job.result as RunOutcome | null;
  const standing = standingOf(job);
  return {
    ...standing,
    note: standing.note === '' ? (note ?? '') : standing.note,
    analysis: job.subject,
    source: data ?? 'stored history',
    until,
    seed,
    release,
    version: given?.version ?? null,
    people: given?.people ?? null,
    warning: given?.warning ?? null,
  };
}
