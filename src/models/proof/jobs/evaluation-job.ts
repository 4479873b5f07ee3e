import { type ModelDocument, type ReleaseDocuments } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type JobHandler } from '#strata/platform/queue';
import { type PluginHost } from '#strata/plugin-host';
import { documentCalled, type ReleaseStore } from '#strata/rulebook/releases';
import { isStrataError } from '#sdk';
import { type ModelRegistry } from '../../registry/index.js';
import { namedError, serverSource, type ServerRows } from '../../training/index.js';
import { evaluateModel } from '../evaluation/index.js';
import { explainModel, type ModelExplanation } from '../explanation/index.js';
import { type FairnessReport, modelFairness } from '../fairness/index.js';
import { evaluateUplift } from '../uplift/index.js';

/** What an evaluation is asked to do. */
export interface EvaluationRequest extends ServerRows {
  /** The champion unless told, else the newest. */
  readonly version?: number;
  /** Adds its human rule as a rival, and the money of each threshold. */
  readonly strategy?: string;
  /** The column that names the groups by which the selection is told. */
  readonly by?: string;
  /** The share of the positives that one of the suggested thresholds covers. */
  readonly coverage?: number;
  /** 32-bit unsigned, of simulations and bootstraps. */
  readonly seed: number;
}

/** An evaluation as it lies in the queue. */
export interface EvaluationPayload extends EvaluationRequest {
  readonly model: string;
  /** Hash of the release whose documents are used, also where another one is current by then. */
  readonly release: string;
  /** Who asked for it, for the record. */
  readonly who: string;
}

/** The jobs of this folder. */
export type EvaluationJobs = Readonly<{ evaluate: EvaluationPayload }>;

/** What an evaluation came to; its report is the evidence of the version. */
export interface EvaluationOutcome {
  readonly version: number;
  readonly passed: boolean;
}

/** What an evaluation works with. */
export interface EvaluationParts {
  readonly database: Database;
  readonly releases: ReleaseStore;
  readonly registry: ModelRegistry;
  readonly host: PluginHost;
  /** Absolute path of the folder whose files may be read. */
  readonly dataDir?: string | undefined;
}

/** What the shares of the progress are spent on: judging, then explaining. */
const JUDGED = 0.5;
const EXPLAINED = 0.9;
/** Their scores are explained, one by one. */
const PEOPLE = 100;

/**
 * Judges versions of models as `strata evaluate` does, explains what drives their scores, and tells the selection by groups
 * where a column is named. The evidence is written in the transaction that ends the job.
 */
export function evaluationHandler(parts: EvaluationParts): JobHandler<EvaluationPayload> {
  return async (payload, run) => {
    const { documents } = await parts.releases.get(payload.release);
    const source = await serverSource(payload, documents, parts);
    const document = documentCalled(documents.models, 'model', payload.model);
    const asked = { document, source, host: parts.host, registry: parts.registry, segments: documents.segments };
    const named = async <T>(work: Promise<T>): Promise<T> =>
      await work.catch((error: unknown) => {
        throw namedError(error, source, payload.data);
      });
    run.progress(0, 'judging');
    const judged = await named(judge(payload, documents, { ...asked, progress: within(run, 0, JUDGED) }));
    const { version } = judged;
    run.signal.throwIfAborted();
    const explanation = await named(
      explain({
        ...asked,
        version,
        facts: documents.facts,
        signal: run.signal,
        progress: within(run, JUDGED, EXPLAINED),
      }),
    );
    const fairness = await named(fairnessBy(payload.by, { ...asked, version, catalogue: documents.facts }));
    const file = payload.data ?? judged.report.file;
    const report = { ...judged.report, file, explanation, fairness };
    return async (manager): Promise<EvaluationOutcome> => {
      const { model: modelId, who: by } = payload;
      const { passed } = judged;
      const evidence = { modelId, version, stage: 'validated', passed, report, by } as const;
      await parts.registry.recordEvidenceWithin(manager, evidence);
      return { version, passed };
    };
  };
}

type Progress = (share: number, note: string) => void;

/** The progress of a part of the work. */
function within({ progress }: { readonly progress: Progress }, from: number, to: number): Progress {
  return (share, note) => {
    progress(from + (to - from) * share, note);
  };
}

interface Asked extends Pick<Parameters<typeof evaluateModel>[0], 'source' | 'host' | 'registry' | 'segments'> {
  readonly document: ModelDocument;
  readonly progress: Progress;
}

/** What was found out about which version. */
interface JudgedVersion {
  readonly version: number;
  readonly passed: boolean;
  readonly report: { readonly file: string };
}

async function judge(
  { version, strategy, coverage, seed }: EvaluationPayload,
  { strategies, facts }: ReleaseDocuments,
  asked: Asked,
): Promise<JudgedVersion> {
  const request = {
    ...asked,
    seed,
    ...(version === undefined ? {} : { version }),
    ...(strategy === undefined ? {} : { strategy: documentCalled(strategies, 'strategy', strategy) }),
  };
  if (asked.document.task === 'uplift') {
    const { version: judged, ...report } = await evaluateUplift(request);
    return { version: judged?.version ?? 0, passed: report.passed, report };
  }
  const measured = { ...request, facts, ...(coverage === undefined ? {} : { coverage }) };
  const { version: judged, ...report } = await evaluateModel(measured);
  return { version: judged?.version ?? 0, passed: report.verdict.passed, report };
}

/** Null where there is nobody to explain the scores of. */
async function explain(request: Parameters<typeof explainModel>[0]): Promise<ModelExplanation | null> {
  return await explainModel({ ...request, people: PEOPLE }).catch((error: unknown) => {
    if (isStrataError(error) && error.code === 'TOO_FEW_EXAMPLES') return null;
    throw error;
  });
}

async function fairnessBy(
  by: string | undefined,
  request: Omit<Parameters<typeof modelFairness>[0], 'by'>,
): Promise<FairnessReport | null> {
  return by === undefined ? null : (await modelFairness({ ...request, by })).report;
}
