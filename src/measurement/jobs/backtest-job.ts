import { type Condition, type ReleaseDocuments } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type JobHandler } from '#strata/platform/queue';
import { type PluginHost } from '#strata/plugin-host';
import { documentCalled, type ReleaseStore } from '#strata/rulebook/releases';
import { type ModelRegistry } from '#strata/models/registry';
import { namedError, serverSource, type ServerRows } from '#strata/models/training';
import {
  backtestApart,
  type BacktestReport,
  type HistoryColumns,
  type Ladder,
  ladderApart,
  policiesApart,
  type PolicyChoice,
  type PolicyReport,
  recordBacktest,
  type RequestedPlan,
  rowReadsOf,
} from '../backtest/index.js';
import { evaluateDecided } from '../decided/index.js';

/**
 * What is compared: the strategy's models with its human rule and simpler selectors, its levels with one another, or policies
 * with what was logged.
 */
export const COMPARISONS = ['selectors', 'ladder', 'policies'] as const;
export type BacktestComparison = (typeof COMPARISONS)[number];

/** What a backtest is asked to do. */
export interface BacktestAsked extends ServerRows {
  readonly compare: BacktestComparison;
  /** 32-bit unsigned, of the bootstrap. */
  readonly seed: number;
  readonly columns: Omit<HistoryColumns, 'where'>;
  readonly where?: Condition;
  readonly plan?: RequestedPlan;
  /** Of a ladder: the column that says who had set the trigger off. */
  readonly trigger?: string;
  /** Of selectors: the column to tell the selection by. */
  readonly by?: string;
  /** Of policies: which are judged. */
  readonly policies?: readonly PolicyChoice[];
  /** Of policies: what else the model of the rewards reads. */
  readonly context?: readonly string[];
  /** Of policies and what was decided: ISO 8601; earlier decisions are left out. */
  readonly from?: string;
  /** By model id: instead of the champion, or the newest where there is none. */
  readonly versions: Readonly<Record<string, number>>;
}

/** A backtest as it lies in the queue. */
export interface BacktestPayload extends BacktestAsked {
  readonly strategy: string;
  /** Hash of the release whose strategy is replayed, also where another one is current by then. */
  readonly release: string;
  /** Who asked for it, for the record. */
  readonly who: string;
}

/** The jobs of this folder. */
export type BacktestJobs = Readonly<{ backtest: BacktestPayload }>;

/** What a backtest works with. */
export interface BacktestParts {
  readonly database: Database;
  readonly releases: ReleaseStore;
  readonly registry: ModelRegistry;
  readonly host: PluginHost;
  /** Absolute path of the folder whose files may be read. */
  readonly dataDir?: string | undefined;
}

/**
 * Runs backtests. The result is the report as `strata backtest --json` prints it; what selectors say is written as evidence of
 * the models in the transaction that ends the job.
 */
export function backtestHandler(parts: BacktestParts): JobHandler<BacktestPayload> {
  return async (payload, run) => {
    const { documents } = await parts.releases.get(payload.release);
    const request = await requestOf(payload, documents, parts, run);
    const named = async <T extends BacktestReport | Ladder | PolicyReport>(report: Promise<T>): Promise<T> => {
      const told = await report.catch((error: unknown) => {
        throw namedError(error, request.source, payload.data);
      });
      return payload.data === undefined ? told : { ...told, source: payload.data };
    };
    if (payload.compare === 'ladder') {
      const { trigger } = payload;
      const ladder = await named(ladderApart({ ...request, ...(trigger === undefined ? {} : { trigger }) }));
      return () => Promise.resolve(ladder);
    }
    if (payload.compare === 'policies') {
      const told = await named(judgePolicies(payload, documents, parts, request));
      return () => Promise.resolve(told);
    }
    const { by } = payload;
    const asked = { ...request, catalogue: documents.facts, ...(by === undefined ? {} : { by }) };
    const report = await named(backtestApart(asked));
    return async (manager) => {
      const within = { recordEvidence: parts.registry.recordEvidenceWithin.bind(parts.registry, manager) };
      await recordBacktest(within, report, payload.who);
      return report;
    };
  };
}

/** Policies by a file, or by what the shop itself decided. */
async function judgePolicies(
  { policies = [], context, data, from, until, where }: BacktestPayload,
  { facts }: ReleaseDocuments,
  { database, releases }: BacktestParts,
  request: Parameters<typeof backtestApart>[0],
): Promise<PolicyReport> {
  const asked = { ...request, policies, ...(context === undefined ? {} : { context }) };
  if (data !== undefined) return await policiesApart(asked);
  const now = Date.now();
  const decided = {
    ...asked,
    catalogue: facts,
    from: from === undefined ? 0 : Date.parse(from),
    until: until === undefined ? now : Math.min(now, Date.parse(until)),
    ...(where === undefined ? {} : { where }),
  };
  const { signal } = request;
  return await evaluateDecided({ database, releases }, decided, (read) => policiesApart({ ...read, signal }));
}

async function requestOf(
  payload: BacktestPayload,
  documents: ReleaseDocuments,
  parts: BacktestParts,
  run: Parameters<JobHandler<BacktestPayload>>[1],
): Promise<Parameters<typeof backtestApart>[0]> {
  const { columns, where, plan, versions, seed } = payload;
  const strategy = documentCalled(documents.strategies, 'strategy', payload.strategy);
  const used = rowReadsOf(strategy, documents.segments).models;
  return {
    strategy,
    documents: documents.models.filter(({ id }) => used.includes(id)),
    segments: documents.segments,
    source: await serverSource(payload, documents, parts),
    columns: { ...columns, ...(where === undefined ? {} : { where }) },
    versions: new Map(Object.entries(versions)),
    seed,
    host: parts.host,
    registry: parts.registry,
    signal: run.signal,
    progress: (share, note) => {
      run.signal.throwIfAborted();
      run.progress(share, note);
    },
    ...(plan === undefined ? {} : { plan }),
  };
}
