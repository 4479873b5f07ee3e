import { type CouponLesson, type CouponScores, learnCoupons, scoreCoupons } from '#strata/cli/demo';
import { COUPONS } from '#strata/simulator/coupons';
import { factsOfRows, rowsOfPart } from '#strata/simulator/shop';

/** How the coupons are learned. */
export const LEARNERS = {
  /** A model for each coupon, and one for no coupon. */
  separate: learnSeparately,
  /** One uplift model of all coupons. */
  uplift: learnCoupons,
} as const;

async function learnSeparately(lesson: CouponLesson, rows: Int32Array): Promise<CouponScores> {
  const { host, shop, mailing, documents } = lesson;
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
    scores.set(id, await scoreCoupons(lesson, trained.bytes, rows, model.features));
  }
  return scores;
}
