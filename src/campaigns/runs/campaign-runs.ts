import { type EntityManager } from 'typeorm';
import { type Campaign } from '#strata/engine';
import { recordChange } from '#strata/platform/audit';
import { type Database, sqlState } from '#strata/platform/database';
import { type Job, type JobQueue } from '#strata/platform/queue';
import { StrataError } from '#sdk';
import {
  type CampaignJobs,
  type CampaignPayload,
  type CampaignRun,
  isAtRest,
  runOf,
  type RunState,
} from './campaign-run.js';
import { changeState, findRuns, insertRun, openRun, type RunPlan, type RunRow } from './run-table.js';

/** What runs of campaigns are kept with. */
interface RunPorts {
  readonly database: Database;
  readonly queue: JobQueue<CampaignJobs>;
}

/** A run that is to be started. */
export interface RunRequest extends Pick<CampaignPayload, 'dryRun' | 'directory' | 'force' | 'note'> {
  readonly document: Campaign;
  /** Hash of the release that decides. */
  readonly release: string;
}

/** What the words of a run are about. */
export interface RunBasis {
  readonly document: Campaign;
  /** Null where it did not begin yet. */
  readonly plan: RunPlan | null;
}

/** Of the database: somebody else was first. */
const UNIQUE_VIOLATION = '23505';

/** Runs of campaigns as jobs. */
export class CampaignRuns {
  constructor(private readonly ports: RunPorts) {}

  /**
   * Puts a run into the queue. `also` is done in the same transaction.
   *
   * @throws StrataError CONFLICT where another run of the campaign is open
   */
  async start(
    request: RunRequest,
    by: string,
    also: (manager: EntityManager) => Promise<void> = () => Promise.resolve(),
  ): Promise<CampaignRun> {
    const { document, release, dryRun } = request;
    const { id: campaign, strategy } = document;
    if (!dryRun) await this.#closeFailed(campaign);
    const payload: CampaignPayload = { ...request };
    const asked = { who: by, what: 'campaign.started', subject: `campaign:${campaign}` };
    try {
      const job = await this.ports.queue.enqueueWith(
        'campaign',
        { subject: campaign, payload, request: asked },
        async (manager, { id }) => {
          await also(manager);
          await insertRun(manager, { id, campaign, strategy, release, dryRun });
        },
      );
      return await this.find(job.id);
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw await this.#alreadyOpen(campaign);
      throw error;
    }
  }

  /** @throws StrataError NOT_FOUND */
  async find(id: string): Promise<CampaignRun> {
    const { job, row } = await this.#parts(id);
    return runOf(job, row);
  }

  /** The latest first. */
  async list(page: {
    readonly campaign?: string;
    readonly before?: string;
    readonly limit: number;
  }): Promise<readonly CampaignRun[]> {
    const { campaign, ...rest } = page;
    const jobs = await this.ports.queue.list({
      ...{ kind: 'campaign', ...rest },
      ...(campaign === undefined ? {} : { subject: campaign }),
    });
    const rows = await this.#rows(jobs.map(({ id }) => id));
    return jobs.map((job) => runOf(job, rows.get(job.id)));
  }

  /** Stops a run and keeps what it has done. @throws StrataError NOT_FOUND, CONFLICT where it neither waits nor runs */
  async pause(id: string, by: string, reason?: string): Promise<CampaignRun> {
    const run = await this.#in(id, ['queued', 'running', 'delivering'], 'paused');
    await this.ports.queue.cancel(id, { ...asked(by, 'campaign.paused', run), reason });
    return await this.find(id);
  }

  /** Takes a paused or failed run up again, also one that is ready and not delivered. @throws StrataError NOT_FOUND, CONFLICT */
  async resume(id: string, by: string, reason?: string): Promise<CampaignRun> {
    const run = await this.#in(id, ['paused', 'failed', 'ready'], 'resumed');
    if (run.stopping) throw new StrataError('CONFLICT', 'The run is still being stopped. Try again.');
    try {
      await this.ports.database.run((manager) => changeState(manager, id, { from: ['failed'], to: 'open' }));
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw await this.#alreadyOpen(run.campaign);
      throw error;
    }
    await this.ports.queue.retry(id, { ...asked(by, 'campaign.resumed', run), reason });
    return await this.find(id);
  }

  /** Ends a run whose list is not ready; what it has booked is taken back. @throws StrataError NOT_FOUND, CONFLICT */
  async cancel(id: string, by: string, reason?: string): Promise<CampaignRun> {
    const run = await this.#in(id, ['queued', 'running', 'paused', 'failed'], 'cancelled');
    await this.ports.database.transaction(async (manager) => {
      if (!(await changeState(manager, id, { from: ['open', 'failed'], to: 'cancelled' })))
        throw notIn(run, 'cancelled');
      const before = { run: id, state: run.state };
      const after = { run: id, state: 'cancelled', ...(reason === undefined ? {} : { reason }) };
      await recordChange(manager, { ...asked(by, 'campaign.cancelled', run), before, after });
    });
    if (!isAtRest(run)) await this.ports.queue.cancel(id, asked(by, 'campaign.stopped', run)).catch(unlessEnded);
    return await this.find(id);
  }

  /** The row of a run whose job does not run any more, and what it was started with. */
  async resting(id: string): Promise<{ readonly row: RunRow; readonly payload: CampaignPayload } | undefined> {
    const { job, row } = await this.#parts(id);
    if (row === undefined || job.state === 'running') return undefined;
    return { row, payload: job.payload as CampaignPayload };
  }

  /** What a run was started with, and what was fixed when it began. @throws StrataError NOT_FOUND */
  async basis(id: string): Promise<RunBasis> {
    const { job, row } = await this.#parts(id);
    const { document } = job.payload as CampaignPayload;
    return { document, plan: row?.plan ?? null };
  }

  /** A run whose job was given up is in the way of no other one. */
  async #closeFailed(campaign: string): Promise<void> {
    const row = await this.ports.database.run((manager) => openRun(manager, campaign));
    if (row === undefined) return;
    const { state } = await this.ports.queue.find(row.id);
    if (state !== 'failed') return;
    await this.ports.database.run((manager) => changeState(manager, row.id, { from: ['open'], to: 'failed' }));
  }

  async #alreadyOpen(campaign: string): Promise<StrataError> {
    const row = await this.ports.database.run((manager) => openRun(manager, campaign));
    return new StrataError('CONFLICT', `Another run of the campaign "${campaign}" is not over.`, {
      problems: [{ message: `the run ${row?.id ?? ''} is open`, expected: 'it ends, or is cancelled, first' }],
    });
  }

  async #in(id: string, states: readonly RunState[], deed: string): Promise<CampaignRun> {
    const run = await this.find(id);
    if (!states.includes(run.state)) throw notIn(run, deed);
    return run;
  }

  async #parts(id: string): Promise<{ readonly job: Job; readonly row: RunRow | undefined }> {
    const job = await this.ports.queue.find(id).catch((error: unknown) => {
      if (error instanceof StrataError && error.code === 'NOT_FOUND') throw unknownRun();
      throw error;
    });
    if (job.kind !== 'campaign') throw unknownRun();
    return { job, row: (await this.#rows([id])).get(id) };
  }

  #rows(ids: readonly string[]): Promise<ReadonlyMap<string, RunRow>> {
    return this.ports.database.run((manager) => findRuns(manager, ids));
  }
}

function asked(who: string, what: string, { campaign }: Pick<CampaignRun, 'campaign'>) {
  return { who, what, subject: `campaign:${campaign}` };
}

function unknownRun(): StrataError {
  return new StrataError('NOT_FOUND', 'There is no such run of a campaign.');
}

function notIn({ state }: CampaignRun, deed: string): StrataError {
  const message = `The run is ${state}: it cannot be ${deed}.`;
  return new StrataError('CONFLICT', message, { problems: [{ message: `the run is ${state}` }] });
}

function unlessEnded(error: unknown): void {
  if (error instanceof StrataError && error.code === 'CONFLICT') return;
  throw error;
}
