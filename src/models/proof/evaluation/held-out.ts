import { fileHashes } from '#strata/tables/files';
import { type ModelDocument } from '#strata/engine';
import { type ScoredRows } from '#strata/engine/columns';
import { type PluginHost } from '#strata/plugin-host';
import { pickRows } from '#strata/tables/columns';
import { type ExampleData, type Examples, featureRequest, readTable } from '../../datasets/index.js';
import { type ModelRegistry, type ModelVersion } from '../../registry/index.js';
import { splitRows, trainingOf, scoreRows, trainedForms } from '../../training/index.js';

/**
 * Whether rows of this data were trained on, so that only the hold-out of the version's split may be judged: the same
 * file, or history, which holds what it held then.
 */
export async function holdsTrainingRows(
  { dataHash, metrics }: Pick<ModelVersion, 'dataHash' | 'metrics'>,
  data: ExampleData,
): Promise<boolean> {
  if (data.sampling === null) return (await fileHashes(data.file)).includes(dataHash);
  return metrics['source'] === 'history';
}

/**
 * The bytes to judge a version by on some data: where the data hold the rows that it learned from, the fit that did not
 * learn from its hold-out; else the one that decides.
 *
 * @throws StrataError NOT_FOUND, DAMAGED_ARTEFACT
 */
export async function judgingArtefact(
  registry: ModelRegistry,
  version: ModelVersion,
  data: ExampleData,
): Promise<Uint8Array> {
  const { modelId, version: number } = version;
  const holds = await holdsTrainingRows(version, data);
  return holds ? await registry.judgedArtefact(modelId, number) : await registry.artefact(modelId, number);
}

/** What a reader of figures of the hold-out should know of a version that was fitted again; nothing of another one. */
export function refitNote(version: ModelVersion): readonly string[] {
  const { refit } = trainingOf(version);
  if (refit == null) return [];
  return [
    `the hold-out judges the first fit of version ${version.version}, which did not learn from it; what scores was fitted again on all ${refit.rows} rows`,
  ];
}

/**
 * Positions of the examples that a version was not trained on: its hold-out where they are of its training data, none
 * where its hold-out cannot be found again, else all. Whether the people in other data are the same, nobody can know.
 */
export async function heldOutRows(version: ModelVersion, data: ExampleData, examples: Examples): Promise<Uint32Array> {
  const all = Uint32Array.from(examples.label.keys());
  if (!(await holdsTrainingRows(version, data))) return all;
  const { split } = trainingOf(version);
  if (split.by === 'time' && examples.times === undefined) return new Uint32Array();
  return splitRows(split, examples.rows, examples).holdout;
}

/** Which version scores which rows. */
export interface ScoreExamplesRequest {
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  readonly version: ModelVersion;
  readonly data: ExampleData;
  /** Numbers of the rows in the file, from 0. */
  readonly rowNumbers: Uint32Array;
  /** Explains columns of the file, where the model's document does. */
  readonly columns?: ModelDocument['columns'];
}

/**
 * The scores of another version or model on the rows of a file, which has its features under their names; of data that it
 * learned from, by the fit that did not learn from its hold-out.
 *
 * @throws StrataError BAD_COLUMN, BAD_FILE, SCORER_…
 */
export async function scoreExamples(request: ScoreExamplesRequest): Promise<ScoredRows> {
  const { host, registry, version, data, rowNumbers, columns: explained } = request;
  const scorer = await host.load(await judgingArtefact(registry, version, data), 'batch');
  try {
    const document = explained === undefined ? {} : { columns: explained };
    const columns = scorer.features.map((feature) => featureRequest(document, feature, data, trainedForms(version)));
    const table = await readTable(data, { columns });
    const features = scorer.features.flatMap(({ name }) => table.columns.get(name) ?? []);
    return await scoreRows(
      scorer,
      features.map((column) => pickRows(column, rowNumbers)),
    );
  } finally {
    await scorer.close();
  }
}
