import { ascendingOrder, at, midranks, tieEnd } from '../index.js';

/**
 * How well scores rank amounts, between the order by chance (0) and that by the amounts themselves (1): the Gini index of the
 * amounts in the order of the scores, by that in their own order. Ties are in no order. NaN where all amounts are equal.
 */
export function normalisedGini(scores: ArrayLike<number>, amounts: ArrayLike<number>): number {
  return covariance(midranks(scores), amounts) / covariance(midranks(amounts), amounts);
}

/** Sum of amounts times their rank's distance from the middle one. */
function covariance(ranks: Float64Array, amounts: ArrayLike<number>): number {
  const middle = (ranks.length + 1) / 2;
  return ranks.reduce((sum, rank, row) => sum + (rank - middle) * at(amounts, row), 0);
}

/**
 * The share of all amounts that the best rows by score have, such as the best tenth. Of rows that are equal at the border each
 * counts in part. NaN where the amounts add up to nothing.
 *
 * @param share of the rows, 0 to 1
 */
export function shareOfBest(scores: ArrayLike<number>, amounts: ArrayLike<number>, share: number): number {
  const turned = Float64Array.from(scores, (score) => -score);
  const order = ascendingOrder(turned);
  let [left, best, all] = [share * order.length, 0, 0];
  for (let start = 0; start < order.length;) {
    const end = tieEnd(turned, order, start);
    const group = order.subarray(start, end).reduce((sum, row) => sum + at(amounts, row), 0);
    const taken = Math.min(left, end - start);
    best += (group * taken) / (end - start);
    left -= taken;
    all += group;
    start = end;
  }
  return all === 0 ? Number.NaN : best / all;
}
