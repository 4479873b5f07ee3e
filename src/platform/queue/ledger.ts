import { type EntityManager } from 'typeorm';
import { StrataError } from '#sdk';
import { type AuditedChange, recordChange } from '../audit/index.js';
import { type Database } from '../database/index.js';
import { uuidv7 } from '#strata/kernel';
import { type Job, type JobState } from './job.js';
import { JOB_COLUMNS, jobOf, type JobRow } from './job-row.js';

/** Who asks, and what the audit log calls it. */
export interface JobRequest extends Pick<AuditedChange, 'who' | 'what' | 'subject'> {
  /** Why, of one that is stopped or taken up again. */
  readonly reason?: string | undefined;
}

/** A job as it is put in. */
export interface NewJob {
  readonly kind: string;
  readonly subject: string;
  readonly payload: unknown;
  readonly request: JobRequest;
}

/** Which jobs to list: the latest first, from the one before `before` on. */
export interface JobPage {
  readonly kind: string;
  readonly subject?: string;
  readonly before?: string;
  readonly limit: number;
}

/** What people ask of the ledger of jobs, which is the truth about them. What workers ask is in {@link JobLeases}. */
export class JobLedger {
  constructor(private readonly database: Database) {}

  /** Puts a job in, audited, and does in the same transaction what else belongs to it. */
  async add(
    { kind, subject, payload, request }: NewJob,
    also: (manager: EntityManager, job: Job) => Promise<void>,
  ): Promise<Job> {
    const id = uuidv7();
    return await this.database.transaction(async (manager) => {
      await manager.query('insert into jobs (id, kind, subject, payload, requested_by) values ($1, $2, $3, $4, $5)', [
        id,
        kind,
        subject,
        JSON.stringify(payload),
        request.who,
      ]);
      await recordChange(manager, { ...request, before: null, after: { job: id, payload } });
      const job = await findJob(manager, id);
      await also(manager, job);
      return job;
    });
  }

  /** @throws StrataError NOT_FOUND */
  async find(id: string): Promise<Job> {
    return await this.database.run((manager) => findJob(manager, id));
  }

  async list({ kind, subject, before, limit }: JobPage): Promise<readonly Job[]> {
    const rows = await this.database.run((manager) =>
      manager.query<JobRow[]>(
        `select ${JOB_COLUMNS} from jobs
          where kind = $1 and ($2::text is null or subject = $2) and ($3::text is null or id < $3)
          order by id desc limit $4`,
        [kind, subject ?? null, before ?? null, limit],
      ),
    );
    return rows.map(jobOf);
  }

  /**
   * Cancels a queued job at once and tells the worker of a running one, audited.
   *
   * @throws StrataError NOT_FOUND, CONFLICT where it has ended
   */
  async cancel(id: string, request: JobRequest): Promise<Job> {
    return await this.#change(id, ['queued', 'running'], request, async (manager) => {
      await manager.query(
        `update jobs set cancel_requested = true,
                state = case state when 'queued' then 'cancelled' else state end,
                ended_at = case state when 'queued' then now() end
          where id = $1`,
        [id],
      );
    });
  }

  /**
   * Puts a job that failed or was cancelled in again, audited.
   *
   * @throws StrataError NOT_FOUND, CONFLICT where it neither failed nor was cancelled
   */
  async retry(id: string, request: JobRequest): Promise<Job> {
    return await this.#change(id, ['failed', 'cancelled'], request, async (manager) => {
      await manager.query(
        `update jobs set state = 'queued', cancel_requested = false, progress = 0, note = '', error = null,
                attempts = 0, kept_at = 0, worker = null, lease_until = null, ended_at = null
          where id = $1`,
        [id],
      );
    });
  }

  /** How many jobs there are by state, and how many workers gave a sign of life within `withinMs`. */
  async summary(
    withinMs: number,
  ): Promise<{ readonly jobs: Readonly<Record<JobState, number>>; readonly workers: number }> {
    return await this.database.run(async (manager) => {
      const counted = await manager.query<{ state: JobState; jobs: number }[]>(
        'select state, count(*)::integer as jobs from jobs group by state',
      );
      const [alive] = await manager.query<{ workers: number }[]>(
        `select count(*)::integer as workers from job_workers where seen_at > now() - $1 * interval '1 ms'`,
        [withinMs],
      );
      const none = { queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
      const jobs = { ...none, ...Object.fromEntries(counted.map(({ state, jobs: count }) => [state, count])) };
      return { jobs, workers: alive?.workers ?? 0 };
    });
  }

  /** By which wake-ups of this database are known where several share one Redis. */
  async name(): Promise<string> {
    const [row] = await this.database.run((manager) => manager.query<{ name: string }[]>('select name from job_queue'));
    return row?.name ?? 'strata';
  }

  async #change(
    id: string,
    states: readonly JobState[],
    { reason, ...request }: JobRequest,
    apply: (manager: EntityManager) => Promise<void>,
  ): Promise<Job> {
    return await this.database.transaction(async (manager) => {
      await manager.query('select id from jobs where id = $1 for update', [id]);
      const before = await findJob(manager, id);
      if (!states.includes(before.state)) throw wrongState(before, states);
      await apply(manager);
      const after = await findJob(manager, id);
      await recordChange(manager, {
        ...request,
        before: { job: id, state: before.state },
        after: { job: id, state: after.state, ...(reason === undefined ? {} : { reason }) },
      });
      return after;
    });
  }
}

async function findJob(manager: EntityManager, id: string): Promise<Job> {
  const [row] = await manager.query<JobRow[]>(`select ${JOB_COLUMNS} from jobs where id = $1`, [id]);
  if (row === undefined) throw new StrataError('NOT_FOUND', 'There is no such job.');
  return jobOf(row);
}

function wrongState({ state }: Job, states: readonly JobState[]): StrataError {
  const expected = `a job that is ${states.join(' or ')}`;
  return new StrataError('CONFLICT', `The job is ${state} already.`, {
    problems: [{ message: `the job is ${state}`, expected }],
  });
}
