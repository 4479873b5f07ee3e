import { type ModelDocument } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { COUPONS, type CouponMailing } from '#strata/simulator/coupons';
import { factsOfRows, rowsOfPart, type SimulatedShop } from '#strata/simulator/shop';

/** The shipped models, whose features and options the models of the coupons have. */
interface CouponModels {
  readonly natural: ModelDocument;
  readonly coupon: ModelDocument;
}

/** What models learn from: a mailing, on the customers for learning. */
interface Lesson {
  readonly host: PluginHost;
  readonly shop: SimulatedShop;
  readonly mailing: CouponMailing;
  readonly documents: CouponModels;
}

/** How the coupons are learned. */
export const LEARNERS = {
  /** A model for each coupon, and one for no coupon. */
  separate: learnSeparately,
  /** One uplift model of all coupons. */
  uplift: learnUplift,
} as const;

/** P(order) of some rows by the id of the natural model and of each coupon. */
type Scores = ReadonlyMap<string, Float64Array>;

async function learnSeparately({ host, shop, mailing, documents }: Lesson, rows: Int32Array): Promise<Scores> {
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
    scores.set(id, await scoreRows(host, trained.bytes, shop, rows, model.features));
  }
  return scores;
}

async function learnUplift({ host, shop, mailing, documents }: Lesson, rows: Int32Array): Promise<Scores> {
  const { history } = shop;
  const learning = rowsOfPart(history, 'train');
  const { features } = documents.coupon;
  const treatments = COUPONS.map(({ id }) => id);
  const trained = await host.train({
    plugin: 'uplift',
    task: 'uplift',
    options: { learner: 'x', base: 'logistic-regression' },
    columns: factsOfRows(history, learning, features),
    label: Float64Array.from(learning, (row) => mailing.converted[row]!),
    treatment: Uint8Array.from(learning, (row) => mailing.sent[row]!),
    treatments,
    seed: shop.seed,
  });
  const outputs = await scoreRows(host, trained.bytes, shop, rows, features);
  const width = treatments.length + 1;
  const column = (place: number) => Float64Array.from(rows, (_, row) => outputs[row * width + place]!);
  return new Map([documents.natural.id, ...treatments].map((id, place) => [id, column(place)]));
}

async function scoreRows(
  host: PluginHost,
  bytes: Uint8Array,
  { history }: SimulatedShop,
  rows: Int32Array,
  features: readonly string[],
): Promise<Float64Array> {
  const scorer = await host.load(bytes);
  const { values } = await scorer.score({
    kind: 'raw',
    rows: rows.length,
    columns: factsOfRows(history, rows, features),
  });
  await scorer.close();
  return values;
}
