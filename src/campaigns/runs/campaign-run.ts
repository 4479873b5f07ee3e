import { type Campaign } from '#strata/engine';
import { type Job } from '#strata/platform/queue';
import { type RunManifest } from './run-manifest.js';
import { type RunRow } from './run-table.js';

/** How a run of a campaign is, told by its job and its row. */
export const RUN_STATES = [
  'queued',
  'running',
  'paused',
  'ready',
  'delivering',
  'delivered',
  'cancelled',
  'failed',
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** A run of a campaign as it lies in the queue. */
export interface CampaignPayload {
  /** As it was when the run was started; its id is that of the published document, where there is one. */
  readonly document: Campaign;
  /** Hash of the release that decides, also where another one is current by then. */
  readonly release: string;
  /** Selects and books nothing. */
  readonly dryRun: boolean;
  /** What the paths of its files start from, where they do not lie below the worker's `DATA_DIR`. */
  readonly directory?: string;
  /** Why it runs even on people whom a model must not score. */
  readonly force?: string;
  /** What whoever started it should know, such as turns that were missed. */
  readonly note?: string;
}

/** The jobs of this room. */
export type CampaignJobs = Readonly<{ campaign: CampaignPayload }>;

/** A run of a campaign. */
export interface CampaignRun {
  /** UUID version 7, also its job's: later runs have greater ids. */
  readonly id: string;
  readonly campaign: string;
  readonly title: string;
  readonly strategy: string;
  readonly release: string;
  readonly dryRun: boolean;
  readonly state: RunState;
  /** It runs and was told to stop. */
  readonly stopping: boolean;
  /** 0 to 1. */
  readonly progress: number;
  /** What is being done, for people. */
  readonly note: string;
  /** How often a worker began it. */
  readonly attempts: number;
  readonly error: Job['error'];
  /** What was selected and booked; null until the list is ready. */
  readonly manifest: RunManifest | null;
  readonly by: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** A run from its job and its row. */
export function runOf(job: Job, row: RunRow | undefined): CampaignRun {
  const { document, release, dryRun, note } = job.payload as CampaignPayload;
  const { id, progress, attempts, error, by, createdAt, startedAt, endedAt } = job;
  return {
    ...{ id, campaign: document.id, title: document.title, strategy: document.strategy, release, dryRun },
    state: stateOf(job, row),
    stopping: job.cancelling,
    progress,
    note: [job.note, note ?? ''].filter((words) => words !== '').join('; '),
    attempts,
    error,
    // The run wrote it.
    manifest: (row?.manifest ?? null) as RunManifest | null,
    ...{ by, createdAt, startedAt, endedAt },
  };
}

/** A list that is ready may still be on its way. A job that was stopped without its run being cancelled is paused. */
function stateOf({ state }: Job, row: RunRow | undefined): RunState {
  if (row?.state === 'ready' && (state === 'queued' || state === 'running')) return 'delivering';
  // Why it failed is known when its job has ended.
  if (row?.state === 'failed' && state === 'running') return 'running';
  if (row !== undefined && row.state !== 'open') return row.state;
  if (state === 'cancelled') return 'paused';
  return state === 'succeeded' ? 'ready' : state;
}

/** True where nothing will change any more unless somebody does something. */
export function isAtRest({ state }: Pick<CampaignRun, 'state'>): boolean {
  return state !== 'queued' && state !== 'running' && state !== 'delivering';
}
