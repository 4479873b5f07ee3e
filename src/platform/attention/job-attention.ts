import { type Database } from '../database/index.js';
import { failedJobs, waitingJobs } from '../queue/index.js';
import { type AttentionEntry, type AttentionSource } from './attention.js';

/** What failed longer ago interests nobody who has not mended it since. */
const TOLD_MS = 14 * 24 * 3_600_000;
/** Somebody who waits longer for a job to begin wonders why. */
const PATIENCE_MS = 10 * 60_000;

/** Jobs that failed and were not done again since, and jobs that nobody begins. */
export class JobAttention implements AttentionSource {
  constructor(private readonly database: Database) {}

  async attention(now: number): Promise<readonly AttentionEntry[]> {
    return await this.database.run(async (manager) => {
      const failed = await failedJobs(manager, now - TOLD_MS);
      const waiting = await waitingJobs(manager);
      return [
        ...failed.map(({ kind, subject, endedAt, error }): AttentionEntry => ({
          ...{ kind: 'failedJob', urgency: kind === 'campaign' ? 'now' : 'soon' },
          ...{ subject: `${kind}:${subject}`, title: subject, since: endedAt, words: error, figures: {} },
        })),
        ...(waiting !== null && now - waiting.since > PATIENCE_MS ? [backlog(waiting, now)] : []),
      ];
    });
  }
}

function backlog({ jobs, since }: { readonly jobs: number; readonly since: number }, now: number): AttentionEntry {
  const minutes = Math.floor((now - since) / 60_000);
  return {
    ...{ kind: 'backlog', urgency: 'now', subject: 'jobs', title: 'jobs' },
    since: new Date(since).toISOString(),
    words:
      jobs === 1
        ? `1 job waits, for ${String(minutes)} minutes`
        : `${String(jobs)} jobs wait, the first for ${String(minutes)} minutes`,
    figures: { jobs, minutes },
  };
}
