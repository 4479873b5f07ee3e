import { type Job, JobsAbout, type JobQueue, type JobStanding, standingOf } from '#strata/platform/queue';
import { fileBelow } from '#strata/models/training';
import { documentCalled, type ReleaseStore } from '#strata/rulebook/releases';
import {
  type BacktestAsked,
  type BacktestJobs,
  type BacktestPayload,
  type BacktestComparison,
} from './backtest-job.js';

/** A backtest of a strategy, queued, running or ended. */
export interface BacktestRun extends JobStanding {
  readonly strategy: string;
  readonly compare: BacktestComparison;
  /** What is replayed: a file below `DATA_DIR`, `stored history`, or `decisions`: those in which policies drew. */
  readonly source: string;
  readonly seed: number;
  /** Hash of the release whose strategy is replayed. */
  readonly release: string;
}

/** The same with what it found. */
export interface BacktestWithReport extends BacktestRun {
  /** As `strata backtest --json` prints it; null until it succeeded. */
  readonly report: Readonly<Record<string, unknown>> | null;
}

/** Backtests as jobs. */
export class Backtests {
  readonly jobs: JobsAbout<'backtest', BacktestPayload, BacktestRun, BacktestWithReport>;

  constructor(
    queue: JobQueue<BacktestJobs>,
    private readonly releases: ReleaseStore,
    private readonly dataDir: string | undefined,
  ) {
    const face = { kind: 'backtest', one: 'backtest', about: 'strategy', entry: runOf, whole: withReport } as const;
    this.jobs = new JobsAbout(queue, face);
  }

  /**
   * Queues a backtest of the published strategy.
   *
   * @throws StrataError NOT_FOUND for a strategy that is not published, BAD_FILE, UNAVAILABLE
   */
  async start(strategy: string, asked: BacktestAsked, who: string): Promise<BacktestWithReport> {
    const { hash, documents } = await this.releases.published();
    documentCalled(documents.strategies, 'strategy', strategy);
    for (const file of [asked.data, asked.events]) if (file !== undefined) await fileBelow(this.dataDir, file);
    return await this.jobs.start(strategy, { ...asked, strategy, release: hash, who }, who);
  }
}

function runOf(job: Job<BacktestPayload>): BacktestRun {
  const { compare, seed, data, release } = job.payload;
  return {
    ...standingOf(job),
    strategy: job.subject,
    compare,
    source: data ?? (compare === 'policies' ? 'decisions' : 'stored history'),
    seed,
    release,
  };
}

function withReport(job: Job<BacktestPayload>): BacktestWithReport {
  return { ...runOf(job), report: job.result as BacktestWithReport['report'] };
}
