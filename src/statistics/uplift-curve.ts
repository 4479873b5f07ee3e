import { type Estimate, shareDifference, shareInterval } from './interval.js';
import { ascendingOrder, at } from './ranking.js';
import { rankForUplift, type UpliftSample } from './uplift-ranking.js';

/** The best people by a score, from the top down to here. */
export interface QiniPoint {
  /** Share of all people, 0 to 1. */
  readonly share: number;
  /** Extra successes that treating them brings: those of the treated minus those of as many controls (Radcliffe, 2007). */
  readonly gain: number;
}

/** People of similar score: what was promised, and what a random test showed. */
export interface UpliftBin {
  readonly treated: number;
  readonly controls: number;
  /** Mean score. */
  readonly predicted: number;
  /** Success rates with their intervals; NaN where an arm has no row. */
  readonly withTreatment: Estimate;
  readonly without: Estimate;
  /** The difference of the two, with its interval (Newcombe, 1998). */
  readonly uplift: Estimate;
}

/**
 * The Qini curve at about so many evenly spaced shares, from (0, 0) to everybody. Rows with equal scores count together.
 *
 * @param scores one finite score a row
 */
export function qiniCurve(scores: ArrayLike<number>, sample: UpliftSample, points = 50): readonly QiniPoint[] {
  const { cells, ends } = rankForUplift(scores, sample);
  const sums = [0, 0, 0, 0];
  const curve: QiniPoint[] = [{ share: 0, gain: 0 }];
  let next = 1;
  for (let place = 0; place < cells.length; place++) {
    const cell = at(cells, place);
    sums[cell] = at(sums, cell) + 1;
    const share = (place + 1) / cells.length;
    if (ends[place] !== 1 || share < next / points - 1e-12) continue;
    const [controlFailures = 0, controlSuccesses = 0, treatedFailures = 0, treatedSuccesses = 0] = sums;
    const controls = controlFailures + controlSuccesses;
    const scale = controls === 0 ? 0 : (treatedFailures + treatedSuccesses) / controls;
    curve.push({ share, gain: treatedSuccesses - controlSuccesses * scale });
    next = Math.floor(share * points + 1e-9) + 1;
  }
  return curve;
}

/**
 * People in order of a score, the highest first, cut into bins of equally many: a good model's uplift falls from bin to
 * bin, and predicted ≈ uplift in each. Rows with equal scores keep their order.
 */
export function upliftByBin(
  scores: ArrayLike<number>,
  { labels, treated }: UpliftSample,
  bins = 10,
): readonly UpliftBin[] {
  const order = ascendingOrder(scores).reverse();
  return Array.from({ length: Math.min(bins, order.length) }, (_, bin) => {
    const rows = order.subarray(Math.round((bin * order.length) / bins), Math.round(((bin + 1) * order.length) / bins));
    const armed = [0, 1].map((arm) => rows.filter((row) => at(treated, row) === arm));
    const [without, withTreatment] = armed.map((arm) =>
      shareInterval(
        arm.reduce((sum, row) => sum + at(labels, row), 0),
        arm.length,
      ),
    ) as [Estimate, Estimate];
    return {
      treated: armed[1]?.length ?? 0,
      controls: armed[0]?.length ?? 0,
      predicted: rows.reduce((sum, row) => sum + at(scores, row), 0) / rows.length,
      withTreatment,
      without,
      uplift: shareDifference(withTreatment, without),
    };
  });
}
