import digamma from '@stdlib/math-base-special-digamma';
import gammaln from '@stdlib/math-base-special-gammaln';
import { type CustomerLikelihood, logSum, type PurchaseModel } from './purchase-model.js';
import { gaussLegendre } from './quadrature.js';

type Parameters = ArrayLike<number>;

/** Points of the integral over the time of leaving. */
const { points: POINTS, weights: WEIGHTS } = gaussLegendre(64);
/** The integrand has fallen to e^−60 and counts no more. */
const FALLEN = 60;

/**
 * People buy at a rate from Gamma(r, α), and leave at a time that is exponential at a rate from Gamma(s, β) (Schmittlein, Morrison
 * and Colombo, 1987; Fader and Hardie, 2005, "A note on deriving the Pareto/NBD model"). The hypergeometric functions of its
 * likelihood are integrals over the time of leaving; integrated numerically they neither overflow nor cancel.
 */
export const paretoNbd: PurchaseModel = {
  parameters: ['r', 'alpha', 's', 'beta'],
  start: [1, 5, 1, 5],
  covariateSigns: [0, -1, 0, -1],
  likelihoodOf,
  alive(parameters, { repeats, recency, age }) {
    const departure = departureOf(parameters, repeats);
    const stayed = stayedLog(parameters, repeats, age);
    return Math.exp(stayed - logSum(stayed, departure(recency, age, null)));
  },
  whileAlive(parameters, { repeats, age }, time) {
    const { r, alpha, s, beta } = named(parameters);
    return ((r + repeats) / (alpha + age)) * timeAlive(s, beta + age, time);
  },
  ofNew(parameters, time) {
    const { r, alpha, s, beta } = named(parameters);
    return (r / alpha) * timeAlive(s, beta, time);
  },
};

function named(parameters: Parameters): { r: number; alpha: number; s: number; beta: number } {
  const [r = 1, alpha = 1, s = 1, beta = 1] = Array.from(parameters);
  return { r, alpha, s, beta };
}

/** The part of the next `time` that somebody stays, who leaves at a rate from Gamma(s, β): β/(s−1) · [1 − (β/(β+t))^(s−1)]. */
function timeAlive(s: number, beta: number, time: number): number {
  const decay = Math.log(beta / (beta + time));
  return s === 1 ? -beta * decay : (-beta * Math.expm1((s - 1) * decay)) / (s - 1);
}

function stayedLog(parameters: Parameters, x: number, age: number): number {
  const { r, alpha, s, beta } = named(parameters);
  return -(r + x) * Math.log(alpha + age) - s * Math.log(beta + age);
}

/** L = Γ(r+x) α^r β^s / Γ(r) · [(α+T)^−(r+x) (β+T)^−s + ∫ s (α+u)^−(r+x) (β+u)^−(s+1) du], the integral from t_x to T. */
function likelihoodOf(parameters: Parameters, x: number): CustomerLikelihood {
  const { r, alpha, s, beta } = named(parameters);
  const [logAlpha, logBeta] = [Math.log(alpha), Math.log(beta)];
  const common = gammaln(r + x) - gammaln(r) + r * logAlpha + s * logBeta;
  const byR = digamma(r + x) - digamma(r) + logAlpha;
  const departure = departureOf(parameters, x);
  const means = new Float64Array(4);
  return (recency, age, gradient) => {
    const stayed = stayedLog(parameters, x, age);
    const gone = departure(recency, age, means);
    const sum = logSum(stayed, gone);
    const isAlive = Math.exp(stayed - sum);
    const isGone = 1 - isAlive;
    const [logA = 0, inverseA = 0, logB = 0, inverseB = 0] = means;
    gradient[0] = byR - isAlive * Math.log(alpha + age) - isGone * logA;
    gradient[1] = r / alpha - (r + x) * (isAlive / (alpha + age) + isGone * inverseA);
    gradient[2] = logBeta - isAlive * Math.log(beta + age) + isGone * (1 / s - logB);
    gradient[3] = s / beta - isAlive * (s / (beta + age)) - isGone * (s + 1) * inverseB;
    return common + sum;
  };
}

/**
 * The logarithm of the integral. In v = log((α+u)/(α+t_x)) the integrand falls like an exponential; v = V y³ puts points close
 * together where it is steep.
 *
 * @param means gets the means of log(α+u), 1/(α+u), log(β+u) and 1/(β+u) over the integrand
 */
function departureOf(
  parameters: Parameters,
  x: number,
): (recency: number, age: number, means: Float64Array | null) => number {
  const { r, alpha, s, beta } = named(parameters);
  const logs = new Float64Array(POINTS.length);
  return (recency, age, means) => {
    means?.fill(0);
    const from = alpha + recency;
    const all = Math.log1p((age - recency) / from);
    // Who bought at the very end had no time to leave.
    if (!(all > 0)) return -Infinity;
    const range = r + x > 1 ? Math.min(all, FALLEN / (r + x - 1)) : all;
    const logFrom = Math.log(from);
    const leaves = (v: number): number => from * Math.expm1(v) + recency;
    let most = -Infinity;
    for (let point = 0; point < POINTS.length; point++) {
      const y = POINTS[point] ?? 0;
      const v = range * y * y * y;
      const height = -(r + x - 1) * (logFrom + v) - (s + 1) * Math.log(beta + leaves(v));
      logs[point] = height + Math.log(3 * range * y * y * (WEIGHTS[point] ?? 0));
      most = Math.max(most, logs[point] ?? 0);
    }
    let sum = 0;
    for (let point = 0; point < POINTS.length; point++) {
      const weight = Math.exp((logs[point] ?? 0) - most);
      sum += weight;
      if (means === null) continue;
      const y = POINTS[point] ?? 0;
      const v = range * y * y * y;
      const left = leaves(v);
      means[0] = (means[0] ?? 0) + weight * (logFrom + v);
      means[1] = (means[1] ?? 0) + weight / (alpha + left);
      means[2] = (means[2] ?? 0) + weight * Math.log(beta + left);
      means[3] = (means[3] ?? 0) + weight / (beta + left);
    }
    if (means !== null) for (let place = 0; place < means.length; place++) means[place] = (means[place] ?? 0) / sum;
    return Math.log(s) + most + Math.log(sum);
  };
}
