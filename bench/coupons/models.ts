import { type ModelDocument } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { COUPONS, type CouponMailing } from '#strata/simulator/coupons';
import { factsOfRows, rowsOfPart, type SimulatedShop } from '#strata/simulator/shop';

/** Scores of some rows by model id: what a model learned of each group of the mailing, on the customers for learning. */
export async function trainAndScore(
  host: PluginHost,
  shop: SimulatedShop,
  mailing: CouponMailing,
  documents: { readonly natural: ModelDocument; readonly coupon: ModelDocument },
  rows: Int32Array,
): Promise<ReadonlyMap<string, Float64Array>> {
  const { history } = shop;
  const learning = rowsOfPart(history, 'train');
  const scores = new Map<string, Float64Array>();
  for (const [sent, id] of [documents.natural.id, ...COUPONS.map((coupon) => coupon.id)].entries()) {
    const model = sent === 0 ? documents.natural : documents.coupon;
    const own = learning.filter((row) => mailing.sent[row] === sent);
    const trained = await host.train({
      plugin: model.plugin,
      task: model.task,
      options: model.options,
      columns: factsOfRows(history, own, model.features),
      label: Float64Array.from(own, (row) => mailing.converted[row]!),
      seed: shop.seed,
    });
    const scorer = await host.load(trained.bytes);
    const columns = factsOfRows(history, rows, model.features);
    const { values } = await scorer.score({ kind: 'raw', rows: rows.length, columns });
    await scorer.close();
    scores.set(id, values);
  }
  return scores;
}
