import { type ModelDocument } from '#strata/engine';
import { type ScoredRows } from '#strata/engine/columns';
import { type PluginHost } from '#strata/plugin-host';
import { type ExampleData, featureRequest, readTable } from '../../datasets/index.js';
import type { ModelRegistry, ModelVersion } from '../../registry/index.js';
import { scoreRows, trainedForms } from '../../training/index.js';
import { pickRows } from '#strata/tables/columns';
import { judgingArtefact } from './held-out.js';

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
