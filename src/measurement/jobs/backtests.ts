import { type Job, type JobQueue } from '#strata/platform/queue';
import { fileBelow } from '#strata/models/training';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import {
  type BacktestAsked,
  type BacktestJobs,
  type BacktestPayload,
  type BacktestComparison,
  findStrategy,
} from './backtest-job.js';

/** A backtest of a strategy, queued, running or ended. */
export interface BacktestRun extends Omit<Job, 'kind' | 'subject' | 'payload' | 'result'> {
  readonly strategy: string;
  readonly compare: BacktestComparison;
  /** What is replayed: a file below `DATA_DIR`, or `stored history`. */
  readonly source: string;
  readonly seed: number;
  /** Hash of the release whose strategy is replayed. */
  readonly release: string;
}

/** The same with what it found. */
export interface BacktestWithReport extends BacktestRun {
  /** As `strata backtest --json` prints it; null until it succeeded. */
  readonly report: object | null;
}

/** Backtests as jobs. */
export class Backtests {
  constructor(
    private readonly queue: JobQueue<BacktestJobs>,
    private readonly releases: ReleaseStore,
    private readonly dataDir: string | undefined,
  ) {}

  /**
   * Queues a backtest of the published strategy.
   *
   * @throws StrataError NOT_FOUND for a strategy that is not published, BAD_FILE, UNAVAILABLE
   */
  async start(strategy: string, asked: BacktestAsked, who: string): Promise<BacktestWithReport> {
    const release = await this.releases.current();
    if (release === null) throw new StrataError('UNAVAILABLE', 'No release was published yet.');
    findStrategy(release.documents, strategy);
    if (asked.data !== undefined) await fileBelow(this.dataDir, asked.data);
    const job = await this.queue.enqueue('backtest', {
      subject: strategy,
      payload: { ...asked, strategy, release: release.hash, who },
      request: { who, what: 'backtest.requested', subject: `strategy:${strategy}` },
    });
    return withReport(job);
  }

  /** The backtests of a strategy, the latest first. */
  async list(
    strategy: string,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<readonly BacktestRun[]> {
    return (await this.queue.list({ ...page, kind: 'backtest', subject: strategy })).map(runOf);
  }

  /** @throws StrataError NOT_FOUND where the strategy has no such backtest */
  async find(strategy: string, id: string): Promise<BacktestWithReport> {
    const job = await this.queue.find(id);
    if (job.kind === 'backtest' && job.subject === strategy) return withReport(job);
    throw new StrataError('NOT_FOUND', 'The strategy has no such backtest.');
  }

  /** @throws StrataError NOT_FOUND, CONFLICT where it has ended */
  async cancel(strategy: string, id: string, who: string): Promise<BacktestWithReport> {
    await this.find(strategy, id);
    const change = { who, what: 'backtest.cancelled', subject: `strategy:${strategy}` };
    return withReport(await this.queue.cancel(id, change));
  }
}

function runOf(job: Job): BacktestRun {
  const { compare, seed, data, release } = job.payload as BacktestPayload;
  const { id, state, cancelling, progress, note, attempts, error, by, createdAt, startedAt, endedAt } = job;
  return {
    id,
    strategy: job.subject,
    compare,
    state,
    cancelling,
    progress,
    note,
    source: data ?? 'stored history',
    seed,
    release,
    attempts,
    error,
    by,
    createdAt,
    startedAt,
    endedAt,
  };
}

function withReport(job: Job): BacktestWithReport {
  return { ...runOf(job), report: job.result as object | null };
}
