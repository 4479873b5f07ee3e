import { type Estimate, normalEstimate, shareInterval } from './interval.js';
import { at } from './ranking.js';

/** Some people's outcomes: successes (0 and 1) or any values, each of a weight. */
export interface Outcomes {
  /** 0 or 1, or any finite value. */
  readonly labels: ArrayLike<number>;
  /** Positive; 1 unless given. */
  readonly weights?: ArrayLike<number>;
}

/** Whether outcomes are successes, 0 and 1, rather than values. */
export function areShares(labels: ArrayLike<number>): boolean {
  for (let row = 0; row < labels.length; row++) if (at(labels, row) !== 0 && at(labels, row) !== 1) return false;
  return true;
}

/**
 * The mean outcome of some of the rows, weighted. With successes it is a share with Wilson's interval, with values a mean
 * with its normal interval; weighted ones count as many rows as would say as much if they weighed the same (Kish, 1965).
 * NaN without rows; the bounds of a mean are NaN for a single row.
 *
 * @param shares whether the outcomes are successes: see {@link areShares}
 */
export function meanOutcome(
  { labels, weights }: Outcomes,
  rows: ArrayLike<number>,
  shares: boolean,
  level = 0.95,
): Estimate {
  let [weight, weightSquares, sum, squares] = [0, 0, 0, 0];
  for (let place = 0; place < rows.length; place++) {
    const row = at(rows, place);
    const own = weights === undefined ? 1 : at(weights, row);
    weight += own;
    weightSquares += own * own;
    sum += own * at(labels, row);
    squares += own * at(labels, row) ** 2;
  }
  const mean = sum / weight;
  const effective = (weight * weight) / weightSquares;
  if (shares) return shareInterval(mean * effective, effective, level);
  const variance = Math.max(0, squares / weight - mean * mean) / (effective > 1 ? effective - 1 : Number.NaN);
  return normalEstimate(mean, Math.sqrt(variance), level);
}
