import { type ModelDocument } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { COUPONS, type CouponMailing } from '#strata/simulator/coupons';
import { factsOfRows, rowsOfPart, type SimulatedShop } from '#strata/simulator/shop';

/** What models of coupons learn from: a random mailing of all of them, on the customers for learning. */
export interface CouponLesson {
  readonly host: PluginHost;
  readonly shop: SimulatedShop;
  readonly mailing: CouponMailing;
  /** The shipped models, whose features and options the models of the coupons have. */
  readonly documents: { readonly natural: ModelDocument; readonly coupon: ModelDocument };
}

/** P(order) of some rows by the id of the natural model and of each coupon. */
export type CouponScores = ReadonlyMap<string, Float64Array>;

/** Learns all coupons with one uplift model, and scores some rows. */
export async function learnCoupons(
  { host, shop, mailing, documents }: CouponLesson,
  rows: Int32Array,
): Promise<CouponScores> {
  const { history } = shop;
  const learning = rowsOfPart(history, 'train');
  const { features } = documents.coupon;
  const treatments = COUPONS.map(({ id }) => id);
  const trained = await host.train({
    plugin: 'uplift',
    task: 'uplift',
    options: { learner: 'x', base: 'logistic-regression' },
    columns: factsOfRows(history, learning, features),
    label: Float64Array.from(learning, (row) => mailing.converted[row] ?? 0),
    treatment: Uint8Array.from(learning, (row) => mailing.sent[row] ?? 0),
    treatments,
    seed: shop.seed,
  });
  const outputs = await scoreCoupons({ host, shop }, trained.bytes, rows, features);
  const width = treatments.length + 1;
  const column = (place: number) => Float64Array.from(rows, (_, row) => outputs[row * width + place] ?? Number.NaN);
  return new Map([documents.natural.id, ...treatments].map((id, place) => [id, column(place)]));
}

/** What a model that was just trained says of some rows: row by row, as many values each as the model gives. */
export async function scoreCoupons(
  { host, shop: { history } }: Pick<CouponLesson, 'host' | 'shop'>,
  bytes: Uint8Array,
  rows: Int32Array,
  features: readonly string[],
): Promise<Float64Array> {
  const scorer = await host.load(bytes);
  try {
    const columns = factsOfRows(history, rows, features);
    return (await scorer.score({ kind: 'raw', rows: rows.length, columns })).values;
  } finally {
    await scorer.close();
  }
}
