import { StrataError } from '#sdk';
import { type Job, type JobError, type JobState } from './job.js';

/** What is read of a job. */
export const JOB_COLUMNS = `id, kind, subject, payload, state, cancel_requested, progress, note, attempts, error, result,
  requested_by, created_at, started_at, ended_at`;

/** A row of {@link JOB_COLUMNS}. */
export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly payload: string;
  readonly state: JobState;
  readonly cancel_requested: boolean;
  readonly progress: number;
  readonly note: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly result: string | null;
  readonly requested_by: string;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
}

export function jobOf(row: JobRow): Job {
  return Object.freeze({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    payload: JSON.parse(row.payload) as unknown,
    state: row.state,
    cancelling: row.state === 'running' && row.cancel_requested,
    progress: row.progress,
    note: row.note,
    attempts: row.attempts,
    error: row.error === null ? null : errorOf(row.error),
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
    by: row.requested_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  });
}

/** @throws StrataError INTERNAL where the ledger holds none */
function errorOf(text: string): JobError {
  const found = JSON.parse(text) as Partial<Record<keyof JobError, unknown>> | null;
  if (typeof found?.code === 'string' && typeof found.message === 'string' && Array.isArray(found.problems)) {
    return found as JobError;
  }
  throw new StrataError('INTERNAL', 'The ledger of jobs holds an error that is none.');
}
