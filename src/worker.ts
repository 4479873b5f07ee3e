import { type ModelJobs, type TrainingParts, trainingHandler } from '#strata/models/training';
import { ModelRegistry } from '#strata/models/registry';
import { type Config } from '#strata/platform/config';
import { createLogger, type Logger } from '#strata/platform/telemetry';
import { type Database, openDatabase } from '#strata/platform/database';
import { type JobHandlers, type JobQueue, openJobQueue } from '#strata/platform/queue';
import { configuredHost, openPluginHost } from '#strata/plugin-host';
import { releaseEntities, ReleaseStore } from '#strata/rulebook/releases';

/** Every kind of job that Strata knows. */
type AllJobs = ModelJobs;

/** The queue of all of Strata's jobs. */
export type Jobs = JobQueue<AllJobs>;

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
  const database = await openDatabase(config, { entities: [...releaseEntities] });
  try {
    const host = await openPluginHost(configuredHost(config));
    const jobs = await openJobs(config, database, log, leaseMs);
    const parts = { database, host, releases: new ReleaseStore(database), registry: new ModelRegistry(database) };
    jobs.start(jobHandlers({ ...parts, dataDir: config.dataDir }), concurrency);
    return {
      async close() {
        await jobs.close();
        await host.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Opens the queue of the configuration; it runs nothing until it is started. */
export async function openJobs(
  { redisUrl }: Pick<Config, 'redisUrl'>,
  database: Database,
  log: Logger,
  leaseMs?: number,
): Promise<Jobs> {
  return await openJobQueue<AllJobs>({
    database,
    log,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(leaseMs === undefined ? {} : { leaseMs }),
  });
}

/** What runs each kind of job. */
export function jobHandlers(parts: TrainingParts): JobHandlers<AllJobs> {
  return { train: trainingHandler(parts) };
}
