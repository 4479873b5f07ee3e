import { type EntityManager } from 'typeorm';
import { type Analysis, type ReleaseDocuments } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type PluginHost } from '#strata/plugin-host';
import { type ComputedRun, forgetComputed, publishComputed, stageComputed } from '#strata/profiles/computed';
import { type AnalysisResult, type AnalysisSource, type AnalysisTask } from '../contract/index.js';
import { kindOf } from '../kinds/index.js';
import { type AnalysisVersions, insertVersion, keptRuns } from '../versions/index.js';

/** A run of an analysis. */
export interface RequestedRun {
  /** Its id: UUID version 7. */
  readonly id: string;
  readonly document: Analysis;
  readonly documents: ReleaseDocuments;
  /** Hash of the release that the documents are of. */
  readonly release: string;
  readonly source: AnalysisSource;
  /** Milliseconds since 1970, UTC. */
  readonly until: number;
  readonly seed: number;
  readonly by: string;
}

/** What a run works with. */
export interface RunParts {
  readonly database: Database;
  readonly host: PluginHost;
  readonly versions: AnalysisVersions;
}

/** What a run gave. */
export interface RunOutcome {
  readonly version: number;
  /** How many people it says something about in computed facts; null where it publishes nothing, or a later run had. */
  readonly people: number | null;
  /** That it is no better than the dumb rival, by its own report; null where it is, or nothing is compared. */
  readonly warning: string | null;
}

/** Of the progress: the rest is keeping what was found out about people. */
const FINDING = 0.7;

/** Finds out what a document asks for. Nothing is kept. */
export async function findOut(
  {
    document,
    documents,
    source,
    until,
    seed,
  }: Pick<RequestedRun, 'document' | 'documents' | 'source' | 'until' | 'seed'>,
  { host, previous }: { readonly host: PluginHost; readonly previous: AnalysisTask['previous'] },
  { signal, progress }: Pick<AnalysisTask, 'signal' | 'progress'>,
): Promise<AnalysisResult<object>> {
  const kind = await kindOf(document);
  return await kind.run(document, { source, until, documents, host, seed, previous, signal, progress });
}

/**
 * Finds out what a document asks for, keeps what is said about people where nobody sees it, and answers what is to be done in the
 * transaction that ends the run: it keeps the next version and publishes.
 */
export async function runAnalysis(
  run: RequestedRun,
  { database, host, versions }: RunParts,
  { signal, progress }: Pick<AnalysisTask, 'signal' | 'progress'>,
): Promise<(manager: EntityManager) => Promise<RunOutcome>> {
  const { document, id } = run;
  const computed = { analysis: document.id, run: id };
  // A run that begins again kept some of them before.
  await forgetComputed(database, computed);
  const result = await findOut(
    run,
    { host, previous: await previousOf(versions, document) },
    {
      signal,
      progress: (share, note) => {
        progress(FINDING * share, note);
      },
    },
  );
  const people = await keepPeople(database, computed, { document, result, signal, progress });
  const warning = (await kindOf(document)).warn?.(result.report) ?? null;
  return async (manager) => {
    const keep = await keptRuns(manager, document.id);
    const published = people === null ? false : await publishComputed(manager, computed, { at: run.until, keep });
    const kept = published ? people : null;
    const { source } = run;
    const version = await insertVersion(
      manager,
      {
        ...{ analysis: document.id, run: id, document, release: run.release, by: run.by, people: kept },
        source: source.kind === 'file' ? source.name : 'stored history',
        at: new Date(run.until).toISOString(),
        warning,
        report: result.report,
        artefact: result.artefact ?? null,
      },
      Date.now(),
    );
    return { version, people: kept, warning };
  };
}

async function previousOf(versions: AnalysisVersions, { id, kind }: Analysis): Promise<AnalysisTask['previous']> {
  const current = await versions.current(id);
  if (current?.document.kind !== kind) return null;
  return { report: current.report, artefact: await versions.artefact(id, current.version) };
}

interface Keeping extends Pick<AnalysisTask, 'signal' | 'progress'> {
  readonly document: Analysis;
  readonly result: AnalysisResult<object>;
}

/** How many people something is kept of; null where the document publishes nothing. */
async function keepPeople(
  database: Database,
  run: ComputedRun,
  { document: { publishes = {} }, result, signal, progress }: Keeping,
): Promise<number | null> {
  const outputs = Object.keys(publishes);
  if (outputs.length === 0 || result.people === undefined) return null;
  let kept = 0;
  try {
    for await (const { people, values } of result.people) {
      signal.throwIfAborted();
      const published = Object.fromEntries(outputs.map((output) => [output, values[output] ?? []]));
      kept += await stageComputed(database, run, { people, values: published });
      progress(FINDING + (1 - FINDING) / 2, `${String(kept)} people kept`);
    }
  } catch (error) {
    await forgetComputed(database, run);
    throw error;
  }
  return kept;
}
