import { type Estimate, shareDifference, areShares, meanOutcome, ascendingOrder, at, tiedPieces } from '../index.js';
import { rankForUplift, type UpliftSample } from './uplift-ranking.js';

/** The best people by a score, from the top down to here. */
export interface QiniPoint {
  /** Share of all people, 0 to 1. */
  readonly share: number;
  /** Extra outcome that treating them brings: that of the treated minus that of as many controls (Radcliffe, 2007). */
  readonly gain: number;
}

/** People of similar score: what was promised, and what a random test showed. */
export interface UpliftBin {
  readonly treated: number;
  readonly controls: number;
  /** Mean score. */
  readonly predicted: number;
  /** Success rates, or mean values, with their intervals; NaN where an arm has no row. */
  readonly withTreatment: Estimate;
  readonly without: Estimate;
  /** The difference of the two, with its interval (Newcombe, 1998; of means: Zou and Donner, 2008). */
  readonly uplift: Estimate;
}

/**
 * The Qini curve at about so many evenly spaced shares, from (0, 0) to everybody. Rows with equal scores count together.
 *
 * @param scores one finite score a row
 */
export function qiniCurve(scores: ArrayLike<number>, sample: UpliftSample, points = 50): readonly QiniPoint[] {
  const { order, ends, treated, weights, outcomes } = rankForUplift(scores, sample);
  const [rows, outcome] = [new Float64Array(2), new Float64Array(2)];
  const curve: QiniPoint[] = [{ share: 0, gain: 0 }];
  let next = 1;
  for (let place = 0; place < order.length; place++) {
    const arm = at(treated, place);
    rows[arm] = at(rows, arm) + at(weights, place);
    outcome[arm] = at(outcome, arm) + at(outcomes, place);
    const share = (place + 1) / order.length;
    if (ends[place] !== 1 || share < next / points - 1e-12) continue;
    const scale = at(rows, 0) === 0 ? 0 : at(rows, 1) / at(rows, 0);
    curve.push({ share, gain: at(outcome, 1) - at(outcome, 0) * scale });
    next = Math.floor(share * points + 1e-9) + 1;
  }
  return curve;
}

/**
 * People in order of a score, the highest first, cut into bins of about equally many: a good model's uplift falls from bin
 * to bin, and predicted ≈ uplift in each. People of equal score are never divided, so that one score for many makes fewer
 * bins.
 */
export function upliftByBin(scores: ArrayLike<number>, sample: UpliftSample, bins = 10): readonly UpliftBin[] {
  const { labels, treated } = sample;
  const order = ascendingOrder(scores, treated, labels).reverse();
  const shares = areShares(labels);
  return tiedPieces(scores, order, Math.min(bins, order.length)).map(([start, end]) => {
    const rows = order.subarray(start, end);
    const [controls, own] = [0, 1].map((arm) => rows.filter((row) => at(treated, row) === arm)) as [
      Uint32Array,
      Uint32Array,
    ];
    const without = meanOutcome(sample, controls, shares);
    const withTreatment = meanOutcome(sample, own, shares);
    return {
      treated: own.length,
      controls: controls.length,
      predicted: rows.reduce((sum, row) => sum + at(scores, row), 0) / rows.length,
      withTreatment,
      without,
      uplift: shareDifference(withTreatment, without),
    };
  });
}
