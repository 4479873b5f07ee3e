import { type EntityManager } from 'typeorm';
import { z } from 'zod';

/** A job that failed, in short. */
export interface FailedJob {
  readonly kind: string;
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly endedAt: string;
  /** Why it failed, in words. */
  readonly error: string;
}

/** The last job of each kind about each subject, where it failed. @param since milliseconds since 1970, UTC */
export async function failedJobs(manager: EntityManager, since: number): Promise<readonly FailedJob[]> {
  const rows = await manager.query<{ kind: string; subject: string; ended_at: Date; error: string | null }[]>(
    `select kind, subject, ended_at, error from jobs
     where id in (select distinct on (kind, subject) id from jobs order by kind, subject, id desc)
       and state = 'failed' and ended_at > $1 order by id desc limit 100`,
    [new Date(since).toISOString()],
  );
  return rows.map(({ ended_at, error, ...job }) => {
    return { ...job, endedAt: ended_at.toISOString(), error: messageOf(error) };
  });
}

/** How many jobs wait, and since when the first does (milliseconds since 1970, UTC); null where none waits. */
export async function waitingJobs(
  manager: EntityManager,
): Promise<{ readonly jobs: number; readonly since: number } | null> {
  const [row] = await manager.query<{ jobs: number; since: Date | null }[]>(
    `select count(*)::integer as jobs, min(created_at) as since from jobs where state = 'queued'`,
  );
  if (row === undefined || row.since === null) return null;
  return { jobs: row.jobs, since: row.since.getTime() };
}

const stored = z.object({ message: z.string() });

function messageOf(error: string | null): string {
  return error === null ? '' : (stored.safeParse(JSON.parse(error)).data?.message ?? '');
}
