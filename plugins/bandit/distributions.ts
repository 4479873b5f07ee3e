/** A continuous distribution of what an offer's mean reward may be. */
export interface Posterior {
  readonly mean: number;
  readonly deviation: number;
  /** Where its values lie. */
  readonly from: number;
  readonly to: number;
  density(x: number): number;
  /** P(value ≤ x) */
  cumulative(x: number): number;
}

/** Beta(a, b), a and b at least 1. */
export function beta(a: number, b: number): Posterior {
  const logNorm = logGamma(a + b) - logGamma(a) - logGamma(b);
  return {
    mean: a / (a + b),
    deviation: Math.sqrt((a * b) / (a + b + 1)) / (a + b),
    from: 0,
    to: 1,
    density: (x) => (x <= 0 || x >= 1 ? 0 : Math.exp(logNorm + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x))),
    cumulative: (x) => incompleteBeta(a, b, x, logNorm),
  };
}

/** Normal; the deviation above 0. */
export function normal(mean: number, deviation: number): Posterior {
  return {
    mean,
    deviation,
    from: -Infinity,
    to: Infinity,
    density: (x) => Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI)),
    cumulative: (x) => normalCumulative((x - mean) / deviation),
  };
}

/** I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8), evaluated as Lentz does, to about 1e-14. */
function incompleteBeta(a: number, b: number, x: number, logNorm: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logNorm + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, 1 - x)) / b;
}

const TINY = 1e-300;

function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}

function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** ln Γ(x) for x > 0: Stirling's series, after raising small x by the recurrence (Abramowitz and Stegun 6.1.41), to 1e-14. */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 12) {
    shift -= Math.log(z);
    z += 1;
  }
  const inverse = 1 / (z * z);
  const series =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188))))) / z;
  return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
}

/** Φ(z) by its series near 0 and by the continued fraction of its tail beyond (Abramowitz and Stegun 26.2.10, 26.2.14). */
export function normalCumulative(z: number): number {
  const size = Math.abs(z);
  if (size > 38) return z > 0 ? 1 : 0;
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (size < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 200; n++) {
      term *= (z * z) / (2 * n + 1);
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let tail = size;
  for (let n = 60; n > 0; n--) tail = size + n / tail;
  return z > 0 ? 1 - density / tail : density / tail;
}
