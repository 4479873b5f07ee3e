import { type ModelJobs } from '#strata/models/training';
import { type Config } from '#strata/platform/config';
import { type Database } from '#strata/platform/database';
import { type JobQueue, openJobQueue } from '#strata/platform/queue';
import { createLogger, type Logger } from '#strata/platform/telemetry';
import { openProcess } from './process.js';

/** How a worker runs. */
export interface WorkerOptions {
  /** How many jobs it runs at a time; 1 unless told. */
  readonly concurrency?: number;
  /** After this long without a sign of life another worker takes its jobs over. */
  readonly leaseMs?: number;
}

/** A process that runs jobs and nothing else. */
export interface RunningWorker {
  /** Gives back what it runs, and closes. */
  readonly close: () => Promise<void>;
}

/**
 * Runs jobs of the queue until it is closed.
 *
 * @throws StrataError BAD_CONFIGURATION, HOME_LOCKED where a server owns the embedded database, UNAVAILABLE, PLUGIN_…
 */
export async function startWorker(
  config: Config,
  log: Logger = createLogger(config),
  { concurrency = 1, leaseMs }: WorkerOptions = {},
): Promise<RunningWorker> {
  return await openProcess(config, log, async (ports) => {
    // Commands that only look at the queue load neither Nest nor the rooms.
    const { createContext } = await import('./application.js');
    return createContext({ config, log, ...ports, duty: { kind: 'worker', concurrency, leaseMs } });
  });
}

/** The queue of a command, which puts jobs in or looks at them, and runs none. */
export async function openJobs(
  { redisUrl }: Pick<Config, 'redisUrl'>,
  database: Database,
  log: Logger,
): Promise<JobQueue<ModelJobs>> {
  return await openJobQueue<ModelJobs>({ database, log, ...(redisUrl === undefined ? {} : { redisUrl }) });
}
