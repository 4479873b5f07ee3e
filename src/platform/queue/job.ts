import { type EntityManager } from 'typeorm';
import { type ErrorCode, type Problem } from '#sdk';

export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Work that runs apart from requests, as the ledger knows it. */
export interface Job<P = unknown> {
  /** UUID version 7: later jobs have greater ids. */
  readonly id: string;
  readonly kind: string;
  /** What it is about, such as a model's id. */
  readonly subject: string;
  readonly payload: P;
  readonly state: JobState;
  /** It runs and was told to stop. */
  readonly cancelling: boolean;
  /** 0 to 1. */
  readonly progress: number;
  /** What is being done, for people. */
  readonly note: string;
  /** How often a worker began it. */
  readonly attempts: number;
  /** Why it failed. */
  readonly error: JobError | null;
  /** What it gave; null until it succeeded. */
  readonly result: unknown;
  /** Who asked for it. */
  readonly by: string;
  /** ISO-8601, UTC. */
  readonly createdAt: string;
  /** When a worker began it first. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** An error as it is kept with a job. */
export interface JobError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly problems: readonly Problem[];
}

/** What a handler is given beside the payload. */
interface JobRun {
  /** The job's id. */
  readonly id: string;
  /** Aborted when the job is cancelled, was taken over by another worker, or the process closes. */
  readonly signal: AbortSignal;
  /** @param share done so far, 0 to 1 */
  readonly progress: (share: number, note: string) => void;
  /**
   * Says that what was done so far is kept, so that a worker that begins the job again goes on from here: only deaths
   * without any work kept in between count towards giving the job up.
   */
  readonly keep: () => void;
}

/**
 * Does the work and answers what is to be written: a function that runs in the transaction that ends the job, and only
 * while this worker still has it. So a job that is run twice writes once. What it returns is the job's result, as JSON.
 */
export type JobHandler<P> = (payload: P, run: JobRun) => Promise<(manager: EntityManager) => Promise<unknown>>;

/** The payload of each kind of job. */
export type JobKinds = Readonly<Record<string, unknown>>;

/** A handler for each kind. */
export type JobHandlers<K extends JobKinds> = { readonly [Kind in keyof K]: JobHandler<K[Kind]> };
