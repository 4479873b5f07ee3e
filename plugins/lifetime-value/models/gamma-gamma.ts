import digamma from '@stdlib/math-base-special-digamma';
import gammaln from '@stdlib/math-base-special-gammaln';

/** Names of the parameters, in their order. */
export const GAMMA_GAMMA = ['p', 'q', 'v'] as const;
export const GAMMA_GAMMA_START = [4, 3, 10] as const;

/**
 * The log-likelihood of a mean value of `repeats` purchases: a purchase's value is Gamma(p, ν) and ν is Gamma(q, v) (Fader and
 * Hardie, 2013, "The Gamma-Gamma model of monetary value").
 *
 * @param gradient gets the derivative by each parameter
 */
export function gammaGammaLikelihood(
  parameters: ArrayLike<number>,
  repeats: number,
): (value: number, gradient: Float64Array) => number {
  const [p = 1, q = 1, v = 1] = Array.from(parameters);
  const shape = p * repeats;
  const common = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * Math.log(v) + shape * Math.log(repeats);
  const byP = digamma(shape + q) - digamma(shape) + Math.log(repeats);
  const byQ = digamma(shape + q) - digamma(q) + Math.log(v);
  return (value, gradient) => {
    const logValue = Math.log(value);
    const rate = v + value * repeats;
    const logRate = Math.log(rate);
    gradient[0] = repeats * (byP + logValue - logRate);
    gradient[1] = byQ - logRate;
    gradient[2] = q / v - (shape + q) / rate;
    return common + (shape - 1) * logValue - (shape + q) * logRate;
  };
}

/** What a purchase of somebody is worth: the mean, and the mean of its square where that exists. */
export interface PurchaseWorth {
  /** NaN where it does not exist (q ≤ 1 of somebody without a repeat purchase). */
  readonly mean: number;
  /** Of the mean over what is not known of the customer; Infinity where it does not exist. */
  readonly variance: number;
}

/** E[M | x, m] = p (v + x m) / (p x + q − 1). */
export function worthOf(parameters: ArrayLike<number>, repeats: number, value: number): PurchaseWorth {
  const [p = 1, q = 1, v = 1] = Array.from(parameters);
  const known = Number.isNaN(value) ? 0 : repeats;
  const shape = p * known + q;
  if (shape <= 1) return { mean: Number.NaN, variance: Number.NaN };
  const mean = (p * (v + (known === 0 ? 0 : known * value))) / (shape - 1);
  return { mean, variance: shape > 2 ? (mean * mean) / (shape - 2) : Infinity };
}
