import { type ModelDocument } from '#strata/engine';
import { scoreColumns, type TrainedVersion, trainModel } from '#strata/models/training';
import { factsOfRows, type SimulatedShop } from '#strata/simulator/shop';
import { readModel } from '../options/model-options.js';
import { type ProgressLine } from '../output/output.js';
import { type Workspace } from '../workspace/workspace.js';

/** A trained and promoted model of the demo. */
export interface DemoModel extends TrainedVersion {
  readonly document: ModelDocument;
}

/** What the demo changes in the shipped models, to be quick. */
export interface ModelChanges {
  readonly epochs?: number;
  /** The fewest positives and negatives; the models' own unless told. */
  readonly minimum?: number;
}

/** What models are trained with. */
export type ModelRoom = Pick<Workspace, 'config' | 'host' | 'registry'>;

/** Trains models of the coupon story as `strata train --promote --override` does, side by side. */
export async function trainModels(
  workspace: ModelRoom,
  ids: readonly string[],
  file: string,
  seed: number,
  { epochs, minimum }: ModelChanges,
  bar: ProgressLine,
): Promise<readonly DemoModel[]> {
  const host = await workspace.host();
  const registry = await workspace.registry();
  const shares = ids.map(() => 0);
  const trainOne = async (id: string, index: number): Promise<DemoModel> => {
    const { document: shipped, segments } = await readModel(id, workspace.config);
    const document = epochs === undefined ? shipped : { ...shipped, options: { ...shipped.options, epochs } };
    const trained = await trainModel({
      document,
      segments,
      source: { kind: 'file', file },
      host,
      registry,
      seed,
      ...(minimum === undefined ? {} : { minimum: { positives: minimum, negatives: minimum } }),
      progress: (share, note) => {
        shares[index] = share;
        bar.update(shares.reduce((sum, each) => sum + each, 0) / shares.length, `${id}: ${note}`);
      },
    });
    const { modelId, version } = trained.version;
    await registry.promote(modelId, version, {
      by: 'demo',
      reason: 'first model of the demo',
      override: 'a simulated shop: no customer is touched',
    });
    return { ...trained, document };
  };
  return Promise.all(ids.map(trainOne));
}

/** Calibrated scores of some rows of the shop's history. */
export async function scoreRows(
  workspace: Workspace,
  { version, document }: DemoModel,
  { history }: SimulatedShop,
  rows: Int32Array,
): Promise<Float64Array> {
  const registry = await workspace.registry();
  const artefact = await registry.artefact(version.modelId, version.version);
  const columns = factsOfRows(history, rows, document.features);
  return (await scoreColumns(await workspace.host(), artefact, columns)).values;
}
