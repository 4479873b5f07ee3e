import { asksModel, type FixedRate, type ModelDocument, type ModelReference, type RankBy } from '#strata/engine';
import { type ScoredRows } from '#strata/engine/columns';
import { type PluginHost } from '#strata/plugin-host';
import { StrataError } from '#sdk';
import { type ExampleData, featureRequest, personOf, readTable } from '#strata/models/datasets';
import { holdsTrainingRows } from '#strata/models/proof/evaluation';
import { splitRows, scoreRows, trainedForms, trainingOf } from '#strata/models/training';
import { chooseVersion, type ModelRegistry, type ModelVersion } from '#strata/models/registry';
import { cellOf, pickRows } from '#strata/tables/columns';
import { type HistoryRows } from '../history/history-rows.js';

/** A version of a model that the strategy uses, and until when it learned. */
export interface JudgedVersion {
  readonly model: string;
  readonly version: number;
  readonly plugin: string;
  /** ISO-8601: it learned from rows before this moment; null where nobody knows. */
  readonly learnedBefore: string | null;
}

/** The scores of a version, one row each. */
export interface ScoredModel {
  readonly judged: JudgedVersion;
  /** The names of its features. */
  readonly features: readonly string[];
  readonly scores: ScoredRows;
  /** 1 where the version did not learn from the row, as far as anybody knows. */
  readonly unseen: Uint8Array;
  /** Whether the rows may hold those that it learned from. */
  readonly sameSource: boolean;
}

/** What is needed to score. */
export interface ScoringRequest {
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** By model id: instead of the champion, or the newest where there is none. */
  readonly versions: ReadonlyMap<string, number>;
  readonly documents: readonly ModelDocument[];
}

/** The model that a document refers to, if any. */
export function modelOf(source: ModelReference | FixedRate | RankBy | undefined): string | undefined {
  return asksModel(source) ? source.model : undefined;
}

/** Scores the rows with the chosen versions. @throws StrataError MODEL_NOT_TRAINED, NOT_FOUND, BAD_COLUMN, SCORER_… */
export async function scoreModels(
  ids: readonly string[],
  data: ExampleData,
  history: HistoryRows,
  request: ScoringRequest,
): Promise<ReadonlyMap<string, ScoredModel>> {
  const scored = new Map<string, ScoredModel>();
  for (const id of ids) scored.set(id, await scoreModel(id, data, history, request));
  return scored;
}

async function scoreModel(
  id: string,
  data: ExampleData,
  history: HistoryRows,
  { host, registry, versions, documents }: ScoringRequest,
): Promise<ScoredModel> {
  const number = versions.get(id);
  const version = await chooseVersion(registry, id, number === undefined ? {} : { version: number });
  const document = documents.find((known) => known.id === id) ?? {};
  // Whatever a version was fitted on again later, its hold-out and all that came after it are new to the judged fit.
  const scorer = await host.load(await registry.judgedArtefact(id, version.version), 'batch');
  try {
    const columns = scorer.features.map((feature) => featureRequest(document, feature, data, trainedForms(version)));
    const table = await readTable(data, { columns });
    const features = scorer.features.flatMap(({ name }) => table.columns.get(name) ?? []);
    const picked = features.map((column) => pickRows(column, history.rowNumbers));
    const scores = await scoreRows(scorer, picked);
    const sameSource = await holdsTrainingRows(version, data);
    return {
      judged: {
        model: id,
        version: version.version,
        plugin: version.plugin,
        learnedBefore: learnedBefore(version),
      },
      features: scorer.features.map(({ name }) => name),
      scores,
      unseen: await unseenRows(version, sameSource, data, history),
      sameSource,
    };
  } finally {
    await scorer.close();
  }
}

/** ISO-8601; null where a version was trained on random rows of a file: then nobody knows how late they are. */
function learnedBefore(version: ModelVersion): string | null {
  const { split, dataset } = trainingOf(version);
  if (split.by === 'time') return split.from;
  const last = dataset?.sampling?.last ?? null;
  return last === null ? null : new Date(Date.parse(last) + 1).toISOString();
}

/** Of the source that a version was trained on, only its hold-out; of another one, what happened after it learned. */
async function unseenRows(
  version: ModelVersion,
  sameSource: boolean,
  data: ExampleData,
  { rows, times, rowNumbers }: HistoryRows,
): Promise<Uint8Array> {
  const { split } = trainingOf(version);
  const before = learnedBefore(version);
  if (times !== null && before !== null) {
    const from = Date.parse(before);
    return Uint8Array.from(times, (time) => Number(time >= from));
  }
  if (!sameSource) return new Uint8Array(rows).fill(1);
  if (split.by === 'time') throw noTime(version, data.file, split.column);
  const keyOf = await keysOf(split.key, data, rowNumbers);
  const unseen = new Uint8Array(rows);
  splitRows(split, rows, { keyOf }).holdout.forEach((row) => (unseen[row] = 1));
  return unseen;
}

async function keysOf(
  key: string | null,
  data: ExampleData,
  rowNumbers: Uint32Array,
): Promise<(row: number) => string> {
  const byNumber = (row: number): string => String(rowNumbers[row]);
  if (key === null) return byNumber;
  const table = await readTable(data, { columns: [{ name: key, kind: 'category' }] });
  const column = table.columns.get(key);
  return (row) => (column && personOf(cellOf(column, rowNumbers[row] ?? 0))) ?? byNumber(row);
}

function noTime({ modelId, version }: ModelVersion, file: string, column: string): StrataError {
  return new StrataError('BAD_COLUMN', `${file} does not say when each row happened.`, {
    problems: [
      {
        file,
        message: `version ${version} of "${modelId}" learned from the earlier rows of it, by "${column}"`,
        expected: '--time COLUMN',
      },
    ],
  });
}
