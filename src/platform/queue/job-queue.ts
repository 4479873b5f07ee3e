import { hostname } from 'node:os';
import { type EntityManager } from 'typeorm';
import { type Database } from '../database/index.js';
import { uuidv7 } from '#strata/kernel';
import { type Logger, gauge } from '../telemetry/index.js';
import { bullWakeUp } from './bull-wake-up.js';
import { type Job, type JobHandler, type JobHandlers, type JobKinds, type JobState } from './job.js';
import { JobRunner } from './job-runner.js';
import { JobLedger, type JobPage, type JobRequest, type NewJob } from './ledger.js';
import { JobLeases } from './leases.js';
import { inProcessWakeUp, type WakeUp } from './wake-up.js';

/** Token of the process's {@link JobQueue}. */
export const JOBS = Symbol('jobs');

/** Work that runs apart from requests: in this process, or on workers that Redis wakes up. The ledger is the truth. */
export interface JobQueue<K extends JobKinds> {
  /** Puts a job in; it is in the ledger when this returns. Audited. */
  enqueue<Kind extends keyof K & string>(
    kind: Kind,
    job: Omit<NewJob, 'kind' | 'payload'> & { readonly payload: K[Kind] },
  ): Promise<Job>;
  /** The same with something that belongs to it, in one transaction: `also` gets the job, and what it throws undoes both. */
  enqueueWith<Kind extends keyof K & string>(
    kind: Kind,
    job: Omit<NewJob, 'kind' | 'payload'> & { readonly payload: K[Kind] },
    also: (manager: EntityManager, job: Job) => Promise<void>,
  ): Promise<Job>;
  /** @throws StrataError NOT_FOUND */
  find(id: string): Promise<Job>;
  /** The latest first. */
  list(page: JobPage): Promise<readonly Job[]>;
  /** Cancels a queued job at once, a running one within about a second. @throws StrataError NOT_FOUND, CONFLICT */
  cancel(id: string, request: JobRequest): Promise<Job>;
  /** Puts a failed or cancelled job in again. @throws StrataError NOT_FOUND, CONFLICT */
  retry(id: string, request: JobRequest): Promise<Job>;
  summary(): Promise<QueueSummary>;
  /** Takes all running jobs from their workers: only for the owner of a database that nobody else can have open. */
  reclaim(): Promise<void>;
  /** Sweeps the ledger from now on, and with handlers also runs jobs here, `concurrency` (1) at a time. */
  start(handlers?: JobHandlers<K>, concurrency?: number): void;
  /** Runs no more: what runs here is stopped and goes back to the queue. */
  close(): Promise<void>;
}

/** What is in the ledger, and who works on it. */
interface QueueSummary {
  readonly jobs: Readonly<Record<JobState, number>>;
  /** Processes that run jobs. */
  readonly workers: number;
}

export interface JobQueueOptions {
  readonly database: Database;
  readonly log: Logger;
  /** Without it jobs are announced inside this process only, and other processes find them when they sweep. */
  readonly redisUrl?: string;
  /** After this long without a sign of life another worker takes a job over; 15 s unless told. */
  readonly leaseMs?: number;
  /** 3 s unless told. */
  readonly sweepMs?: number;
}

const LEASE_MS = 15_000;
const SWEEP_MS = 3_000;
const BEAT_MS = 1_000;

const openJobs = gauge('strata_jobs_open', 'Jobs that wait or run, by kind, as the ledger has them.', [
  'kind',
  'state',
]);

/** Opens the queue; it runs nothing until it is started. */
export async function openJobQueue<K extends JobKinds>(options: JobQueueOptions): Promise<JobQueue<K>> {
  const ledger = new JobLedger(options.database);
  const { redisUrl, log } = options;
  const wakeUp = redisUrl === undefined ? inProcessWakeUp() : await bullWakeUp(redisUrl, await ledger.name(), log);
  return new LedgerQueue<K>(ledger, wakeUp, options);
}

class LedgerQueue<K extends JobKinds> implements JobQueue<K> {
  readonly #leases: JobLeases;
  readonly #sweepMs: number;
  readonly #beatMs: number;
  #runner: JobRunner | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    private readonly ledger: JobLedger,
    private readonly wakeUp: WakeUp,
    { database, log, leaseMs = LEASE_MS, sweepMs = SWEEP_MS }: JobQueueOptions,
  ) {
    this.log = log;
    this.#sweepMs = sweepMs;
    this.#beatMs = Math.min(BEAT_MS, leaseMs / 3);
    const worker = `${hostname()}:${String(process.pid)}:${uuidv7()}`;
    this.#leases = new JobLeases(database, worker, leaseMs);
  }

  private readonly log: Logger;

  enqueue<Kind extends keyof K & string>(
    kind: Kind,
    job: Omit<NewJob, 'kind' | 'payload'> & { readonly payload: K[Kind] },
  ): Promise<Job> {
    return this.enqueueWith(kind, job, () => Promise.resolve());
  }

  async enqueueWith<Kind extends keyof K & string>(
    kind: Kind,
    { payload, ...rest }: Omit<NewJob, 'kind' | 'payload'> & { readonly payload: K[Kind] },
    also: (manager: EntityManager, job: Job) => Promise<void>,
  ): Promise<Job> {
    const job = await this.ledger.add({ ...rest, kind, payload }, also);
    this.wakeUp.announce(job);
    return job;
  }

  find(id: string): Promise<Job> {
    return this.ledger.find(id);
  }

  list(page: JobPage): Promise<readonly Job[]> {
    return this.ledger.list(page);
  }

  async cancel(id: string, request: JobRequest): Promise<Job> {
    const job = await this.ledger.cancel(id, request);
    this.#runner?.cancel(id);
    return job;
  }

  async retry(id: string, request: JobRequest): Promise<Job> {
    const job = await this.ledger.retry(id, request);
    this.wakeUp.announce(job);
    return job;
  }

  summary(): Promise<QueueSummary> {
    return this.ledger.summary(WORKER_SILENT_MS);
  }

  reclaim(): Promise<void> {
    return this.#leases.reclaim();
  }

  start(handlers?: JobHandlers<K>, concurrency = 1): void {
    if (handlers !== undefined) {
      const known = new Map(Object.entries(handlers) as [string, JobHandler<unknown>][]);
      const runner = new JobRunner(this.#leases, known, this.#beatMs, this.log);
      this.#runner = runner;
      this.wakeUp.listen((id) => runner.run(id), concurrency);
    }
    this.#sweep();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
    clearTimeout(this.#timer);
    // Nothing new is begun while what runs is given back.
    await Promise.all([this.#runner?.close(), this.wakeUp.close()]);
    if (this.#runner !== undefined) await this.#leases.leave().catch(() => undefined);
  }

  #sweep(): void {
    this.#sweeping = this.#sweepOnce().catch((error: unknown) => {
      this.log.warn({ err: error }, 'the ledger of jobs could not be swept');
    });
    void this.#sweeping.then(() => {
      if (this.#closed) return;
      this.#timer = setTimeout(() => {
        this.#sweep();
      }, this.#sweepMs).unref();
    });
  }

  async #sweepOnce(): Promise<void> {
    if (this.#runner !== undefined) await this.#leases.signOfLife();
    const { waiting, open } = await this.#leases.sweep();
    for (const job of waiting) this.wakeUp.announce(job);
    openJobs.reset();
    for (const { kind, state, jobs } of open) openJobs.set({ kind, state }, jobs);
  }
}

/** A worker that has been silent for so long counts as gone. */
const WORKER_SILENT_MS = 15_000;
