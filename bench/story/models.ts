import { type ModelDocument } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { factsOfRows, learningRows, type SimulatedShop } from '#strata/simulator/shop';
import { rocAuc } from '#strata/statistics/prediction';

/** A trained model's scores of both groups of customers, and how well it tells buyers apart on the second. */
export interface Scored {
  readonly validation: Float64Array;
  readonly replay: Float64Array;
  readonly auc: number;
}

/** Trains one of the two shipped models on the shop's training rows and scores the others. */
export async function trainAndScore(
  host: PluginHost,
  shop: SimulatedShop,
  model: ModelDocument,
  rows: { readonly rows: Int32Array; readonly validation: Int32Array },
): Promise<Scored> {
  const { history } = shop;
  const group = model.treatment === 'none' ? 'control' : 'treated';
  const learning = learningRows(history, group);
  const trained = await host.train({
    plugin: model.plugin,
    task: model.task,
    options: model.options,
    columns: factsOfRows(history, learning, model.features),
    label: Float64Array.from(learning, (row) => history.converted[row]!),
    seed: shop.seed,
  });
  const scorer = await host.load(trained.bytes);
  const score = async (wanted: Int32Array): Promise<Float64Array> => {
    const columns = factsOfRows(history, wanted, model.features);
    return (await scorer.score({ kind: 'raw', rows: wanted.length, columns })).values;
  };
  try {
    const replay = await score(rows.rows);
    return { replay, validation: await score(rows.validation), auc: aucOf(shop, rows.rows, replay, group) };
  } finally {
    await scorer.close();
  }
}

function aucOf(
  { history }: SimulatedShop,
  rows: Int32Array,
  scores: Float64Array,
  group: 'control' | 'treated',
): number {
  const wanted = group === 'treated' ? 1 : 0;
  const positions = Array.from(rows.keys()).filter((position) => history.treated[rows[position]!] === wanted);
  return rocAuc(
    Float64Array.from(positions, (position) => scores[position]!),
    Float64Array.from(positions, (position) => history.converted[rows[position]!]!),
  );
}
