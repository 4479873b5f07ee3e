import { clusterSums, type Estimate, normalEstimate, at } from '../index.js';

/** People of a random test with any number of arms. */
export interface ArmsSample {
  /** 1 for success, 0 for none; or any value. */
  readonly labels: ArrayLike<number>;
  /** 0 for control, 1 … T. */
  readonly arms: ArrayLike<number>;
  /** For each row the number of its person, from 0, where people have several rows: intervals count people. */
  readonly clusters?: ArrayLike<number>;
}

/**
 * Mean outcome if everybody got the arm that a policy chooses: of those who happened to get it, each weighted by
 * 1 / P(arm), which is the arm's share of the rows (inverse-propensity weighting, self-normalised: Hájek, 1971), with the
 * interval of its linearisation, added up by person (Liang and Zeger, 1986). NaN where nobody got what the policy chooses.
 *
 * @param chosen the arm of each row by the policy
 */
export function policyOutcome(chosen: ArrayLike<number>, sample: ArmsSample, level = 0.95): Estimate {
  const { value, residuals } = weighted(chosen, sample);
  return normalEstimate(value, rootOfSquares(residuals, sample.clusters), level);
}

/** The first policy's mean outcome minus the second's, with the interval of the paired difference. */
export function policyDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  sample: ArmsSample,
  level = 0.95,
): Estimate {
  const a = weighted(first, sample);
  const b = weighted(second, sample);
  const residuals = a.residuals.map((residual, row) => residual - at(b.residuals, row));
  return normalEstimate(a.value - b.value, rootOfSquares(residuals, sample.clusters), level);
}

/** The policy's value and each row's share in its error. */
function weighted(
  chosen: ArrayLike<number>,
  { labels, arms }: ArmsSample,
): { readonly value: number; readonly residuals: Float64Array } {
  const rows = arms.length;
  const sizes: number[] = [];
  for (let row = 0; row < rows; row++) sizes[at(arms, row)] = (sizes[at(arms, row)] ?? 0) + 1;
  const weights = Float64Array.from({ length: rows }, (_, row) =>
    at(arms, row) === at(chosen, row) ? rows / (sizes[at(arms, row)] ?? 1) : 0,
  );
  let total = 0;
  let sum = 0;
  weights.forEach((weight, row) => {
    total += weight;
    sum += weight * at(labels, row);
  });
  const value = sum / total;
  return { value, residuals: weights.map((weight, row) => (weight * (at(labels, row) - value)) / total) };
}

function rootOfSquares(residuals: Float64Array, clusters: ArrayLike<number> | undefined): number {
  const [values = residuals] = clusters === undefined ? [] : clusterSums([residuals], clusters);
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
