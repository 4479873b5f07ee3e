/**
 * How an advertisement goes on working in the weeks after it: fading by the same share every week; fading slowly first (the
 * Weibull distribution's survival); or working most some weeks later (its density).
 */
export type AdstockForm = 'geometric' | 'weibull-cdf' | 'weibull-pdf';

/**
 * The share of an advertisement's effect in its own week and each of the weeks after it. The shares sum to 1, so that carry-over
 * moves spend to later weeks and makes none (Jin et al., 2017, equation 1).
 *
 * @param lags how many weeks, its own included
 */
export function adstockWeights(
  adstock:
    | { readonly form: 'geometric'; /** Share that is left after a week, 0 to below 1. */ readonly retention: number }
    | {
        readonly form: 'weibull-cdf' | 'weibull-pdf';
        readonly shape: number;
        /** In weeks. */
        readonly scale: number;
      },
  lags: number,
): Float64Array {
  const weights = new Float64Array(lags);
  let left = 1;
  for (let lag = 0; lag < lags; lag++) {
    if (adstock.form === 'geometric') {
      weights[lag] = left;
      left *= adstock.retention;
    } else if (adstock.form === 'weibull-cdf') {
      left *= Math.exp(-((lag / adstock.scale) ** adstock.shape));
      weights[lag] = left;
    } else weights[lag] = weibullDensity(lag + 1, adstock);
  }
  const sum = weights.reduce((all, weight) => all + weight, 0);
  // A density so narrow that no whole week lies in it: all at once.
  if (!(sum > 1e-300)) return Float64Array.from(weights, (_, lag) => (lag === 0 ? 1 : 0));
  return weights.map((weight) => weight / sum);
}

function weibullDensity(week: number, { shape, scale }: { readonly shape: number; readonly scale: number }): number {
  const ratio = week / scale;
  return (shape / scale) * ratio ** (shape - 1) * Math.exp(-(ratio ** shape));
}

/** Spend as it works week by week; before the first week there was none. @param into as many weeks as are wanted, overwritten */
export function carryOver(spend: Float64Array, weights: Float64Array, into: Float64Array): Float64Array {
  for (let week = 0; week < into.length; week++) {
    const reach = Math.min(week + 1, weights.length);
    let sum = 0;
    for (let lag = 0; lag < reach; lag++) sum += (weights[lag] ?? 0) * (spend[week - lag] ?? 0);
    into[week] = sum;
  }
  return into;
}
