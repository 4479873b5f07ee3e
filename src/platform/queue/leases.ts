import { hostname } from 'node:os';
import { type EntityManager } from 'typeorm';
import { type Database } from '../database/index.js';
import { type Job, type JobError } from './job.js';
import { JOB_COLUMNS, jobOf, type JobRow } from './job-row.js';

/** The right of one worker to run a job, for as long as it gives signs of life. */
export interface JobClaim {
  readonly job: Job;
  /** Which beginning of the job this is; with the worker's id it tells this claim from all others. */
  readonly attempt: number;
}

/** A job that waits, for the wake-ups. */
export interface Waiting {
  readonly id: string;
  readonly attempts: number;
}

/** How far a job is that runs. */
export interface RunningAt {
  /** 0 to 1. */
  readonly progress: number;
  readonly note: string;
  /** Whether some of its work is kept, for whoever begins it again. */
  readonly kept: boolean;
}

/** The open jobs of one kind and state. */
export interface OpenJobs {
  readonly kind: string;
  readonly state: 'queued' | 'running';
  readonly jobs: number;
}

/** A job that was begun so often, never ended and kept nothing has killed its workers. */
const MOST_ATTEMPTS = 3;
const ANNOUNCED_AT_ONCE = 100;

/** What workers ask of the ledger: leases by the database's clock, so that the clocks of machines do not matter. */
export class JobLeases {
  constructor(
    private readonly database: Database,
    private readonly worker: string,
    private readonly leaseMs: number,
  ) {}

  /** Begins a job of these kinds that waits, or whose worker is gone; undefined where it has a worker or has ended. */
  async claim(id: string, kinds: readonly string[]): Promise<JobClaim | undefined> {
    const [rows] = await this.database.run((manager) =>
      manager.query<[JobRow[], number]>(
        `update jobs set state = 'running', worker = $2, attempts = attempts + 1, progress = 0, note = '',
                lease_until = now() + $3 * interval '1 ms', started_at = coalesce(started_at, now())
          where id = $1 and kind = any($5::text[]) and not cancel_requested and attempts - kept_at < $4
            and (state = 'queued' or (state = 'running' and lease_until < now()))
         returning ${JOB_COLUMNS}`,
        [id, this.worker, this.leaseMs, MOST_ATTEMPTS, kinds],
      ),
    );
    const row = rows[0];
    return row === undefined ? undefined : { job: jobOf(row), attempt: row.attempts };
  }

  /** Renews the lease; answers whether the job goes on, is to be cancelled, or has been lost to another worker. */
  async renew({ job, attempt }: JobClaim, { progress, note, kept }: RunningAt): Promise<'mine' | 'cancelled' | 'lost'> {
    const [rows] = await this.database.run((manager) =>
      manager.query<[{ cancel_requested: boolean }[], number]>(
        `update jobs set lease_until = now() + $4 * interval '1 ms', progress = $5, note = $6,
                kept_at = case when $7 then attempts else kept_at end
          where id = $1 and worker = $2 and attempts = $3 and state = 'running' returning cancel_requested`,
        [job.id, this.worker, attempt, this.leaseMs, progress, note, kept],
      ),
    );
    if (rows[0] === undefined) return 'lost';
    return rows[0].cancel_requested ? 'cancelled' : 'mine';
  }

  /** Writes what the job gave and ends it, in one transaction; false where this worker has it no more. */
  async succeed({ job, attempt }: JobClaim, write: (manager: EntityManager) => Promise<unknown>): Promise<boolean> {
    return await this.database.transaction(async (manager) => {
      const [mine] = await manager.query<unknown[]>(
        `select id from jobs where id = $1 and worker = $2 and attempts = $3 and state = 'running'
            and not cancel_requested for update`,
        [job.id, this.worker, attempt],
      );
      if (mine === undefined) return false;
      const result = await write(manager);
      await manager.query(
        `update jobs set state = 'succeeded', progress = 1, result = $2, ended_at = now(), lease_until = null
          where id = $1`,
        [job.id, JSON.stringify(result ?? null)],
      );
      return true;
    });
  }

  /** Ends the job without a result. */
  async end({ job, attempt }: JobClaim, state: 'failed' | 'cancelled', error: JobError | null): Promise<void> {
    await this.database.run((manager) =>
      manager.query(
        `update jobs set state = $4, error = $5, ended_at = now(), lease_until = null
          where id = $1 and worker = $2 and attempts = $3 and state = 'running'`,
        [job.id, this.worker, attempt, state, error === null ? null : JSON.stringify(error)],
      ),
    );
  }

  /** Gives the job back, for another worker to begin anew; this beginning does not count. */
  async release({ job, attempt }: JobClaim): Promise<void> {
    await this.database.run((manager) =>
      manager.query(
        `update jobs set state = 'queued', worker = null, lease_until = null, attempts = attempts - 1,
                kept_at = least(kept_at, attempts - 1)
          where id = $1 and worker = $2 and attempts = $3 and state = 'running' and not cancel_requested`,
        [job.id, this.worker, attempt],
      ),
    );
  }

  /** Lets all leases run out. */
  async reclaim(): Promise<void> {
    await this.database.run((manager) => manager.query(`update jobs set lease_until = now() where state = 'running'`));
  }

  /** Takes jobs from workers that are gone, and answers which jobs wait. */
  async sweep(): Promise<{ readonly waiting: readonly Waiting[]; readonly open: readonly OpenJobs[] }> {
    return await this.database.run(async (manager) => {
      await manager.query(
        `update jobs set worker = null, lease_until = null,
                state = case when cancel_requested then 'cancelled' when attempts - kept_at >= $1 then 'failed' else 'queued' end,
                error = case when not cancel_requested and attempts - kept_at >= $1 then $2 end,
                ended_at = case when cancel_requested or attempts - kept_at >= $1 then now() end
          where state = 'running' and lease_until <= now()`,
        [MOST_ATTEMPTS, JSON.stringify(ABANDONED)],
      );
      const waiting = await manager.query<Waiting[]>(
        `select id, attempts from jobs where state = 'queued' order by id limit $1`,
        [ANNOUNCED_AT_ONCE],
      );
      const open = await manager.query<OpenJobs[]>(
        `select kind, state, count(*)::integer as jobs from jobs where state in ('queued', 'running') group by 1, 2`,
      );
      return { waiting, open };
    });
  }

  /** Says that this worker is alive; forgets those who have been silent for long. */
  async signOfLife(): Promise<void> {
    await this.database.run(async (manager) => {
      await manager.query(
        `insert into job_workers (id, host, pid) values ($1, $2, $3) on conflict (id) do update set seen_at = now()`,
        [this.worker, hostname(), process.pid],
      );
      await manager.query(`delete from job_workers where seen_at < now() - interval '1 hour'`);
    });
  }

  async leave(): Promise<void> {
    await this.database.run((manager) => manager.query('delete from job_workers where id = $1', [this.worker]));
  }
}

const ABANDONED: JobError = {
  code: 'JOB_ABANDONED',
  message: `The job was begun ${String(MOST_ATTEMPTS)} times, and each time its worker died.`,
  problems: [],
};
