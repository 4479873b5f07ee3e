import { isStrataError } from '#sdk';
import { counter, type Logger } from '../telemetry/index.js';
import { problemOf } from '../http/index.js';
import { type JobError, type JobHandler } from './job.js';
import { type JobClaim, type JobLeases, type RunningAt } from './leases.js';

/** Why a run is told to stop. */
type Stop = 'cancelled' | 'lost' | 'closing';

/** A job that runs in this process. */
interface Running {
  readonly claim: JobClaim;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

const ended = counter('strata_jobs_ended_total', 'Jobs that ended in this process, by kind and how.', [
  'kind',
  'state',
]);

/** Runs jobs that this process has claimed, and keeps their leases while they run. */
export class JobRunner {
  readonly #running = new Map<string, Running>();
  #closing = false;

  constructor(
    private readonly leases: JobLeases,
    private readonly handlers: ReadonlyMap<string, JobHandler<unknown>>,
    private readonly beatMs: number,
    private readonly log: Logger,
  ) {}

  /** Runs a job to its end where it can be claimed, else does nothing. Never throws. */
  async run(id: string): Promise<void> {
    if (this.#closing || this.#running.has(id)) return;
    try {
      const claim = await this.leases.claim(id, [...this.handlers.keys()]);
      const handler = this.handlers.get(claim?.job.kind ?? '');
      if (claim === undefined || handler === undefined) return;
      const stop = new AbortController();
      const done = this.#runClaimed(claim, handler, stop);
      this.#running.set(id, { claim, stop, done });
      await done;
    } catch (error) {
      // The lease runs out, and whoever sweeps next gives the job to another worker.
      this.log.warn({ err: error, job: id }, 'the ledger of jobs could not be written');
    } finally {
      this.#running.delete(id);
    }
  }

  /** Tells a job that runs here to stop, without waiting for its next sign of life. */
  cancel(id: string): void {
    stopFor(this.#running.get(id)?.stop, 'cancelled');
  }

  /** Stops what runs and gives it back to the ledger. */
  async close(): Promise<void> {
    this.#closing = true;
    const running = [...this.#running.values()];
    for (const { stop } of running) stopFor(stop, 'closing');
    await Promise.allSettled(running.map(({ done }) => done));
  }

  async #runClaimed(claim: JobClaim, handler: JobHandler<unknown>, stop: AbortController): Promise<void> {
    const { job } = claim;
    this.log.info({ job: job.id, kind: job.kind, subject: job.subject, attempt: claim.attempt }, 'job begins');
    const at = { progress: 0, note: '', kept: false };
    const beat = this.#keepAlive(claim, stop, at);
    try {
      const write = await handler(job.payload, {
        id: job.id,
        signal: stop.signal,
        progress(share, note) {
          at.progress = Math.min(1, Math.max(0, share));
          at.note = note;
        },
        keep() {
          at.kept = true;
        },
      });
      const mine = !stop.signal.aborted && (await this.leases.succeed(claim, write));
      if (mine) this.#ended(claim, 'succeeded');
      else await this.#stopped(claim, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) await this.#stopped(claim, stop.signal);
      else await this.#failed(claim, error);
    } finally {
      clearInterval(beat);
    }
  }

  #keepAlive(claim: JobClaim, stop: AbortController, at: RunningAt) {
    let waiting = false;
    return setInterval(() => {
      if (waiting) return;
      waiting = true;
      this.leases
        .renew(claim, at)
        .then(
          (state) => {
            if (state !== 'mine') stopFor(stop, state);
          },
          (error: unknown) => {
            this.log.warn({ err: error, job: claim.job.id }, 'the lease of a job could not be renewed');
          },
        )
        .finally(() => {
          waiting = false;
        });
    }, this.beatMs);
  }

  /** The work was stopped, or finished too late to be written. */
  async #stopped(claim: JobClaim, { aborted, reason }: AbortSignal): Promise<void> {
    const why = aborted ? (reason as Stop) : await this.leases.renew(claim, { progress: 0, note: '', kept: false });
    if (why === 'closing') await this.leases.release(claim);
    if (why === 'cancelled') {
      await this.leases.end(claim, 'cancelled', null);
      this.#ended(claim, 'cancelled');
    }
  }

  async #failed(claim: JobClaim, error: unknown): Promise<void> {
    if (isStrataError(error) && error.code === 'UNAVAILABLE') throw error;
    this.log.warn({ err: error, job: claim.job.id }, 'job failed');
    await this.leases.end(claim, 'failed', errorOf(error));
    this.#ended(claim, 'failed');
  }

  #ended({ job }: JobClaim, state: 'succeeded' | 'failed' | 'cancelled'): void {
    ended.inc({ kind: job.kind, state });
    this.log.info({ job: job.id, kind: job.kind, subject: job.subject, state }, 'job ended');
  }
}

function stopFor(stop: AbortController | undefined, reason: Stop): void {
  if (stop?.signal.aborted === false) stop.abort(reason);
}

function errorOf(error: unknown): JobError {
  const { code, detail, problems = [] } = problemOf(error);
  return { code, message: detail, problems };
}
