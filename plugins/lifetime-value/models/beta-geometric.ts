import digamma from '@stdlib/math-base-special-digamma';
import gammaln from '@stdlib/math-base-special-gammaln';
import { type CustomerLikelihood, type History, logSum, type PurchaseModel } from './purchase-model.js';

type Parameters = ArrayLike<number>;
const MOST_TERMS = 100_000;

/**
 * People buy at a rate from Gamma(r, α), and leave with a probability from Beta(a, b): after each repeat purchase (BG/NBD: Fader,
 * Hardie and Lee, 2005, "Counting your customers the easy way"), or after the first one as well (MBG/NBD: Batislam, Denizel and
 * Filiztekin, 2007, "Empirical validation and comparison of models for customer base analysis").
 *
 * @param first 1 where people may leave after their first purchase, else 0
 */
function betaGeometric(first: 0 | 1): PurchaseModel {
  return {
    parameters: ['r', 'alpha', 'a', 'b'],
    start: [1, 5, 1, 2],
    covariateSigns: [0, -1, 1, 1],
    likelihoodOf: (parameters, repeats) => likelihoodOf(parameters, repeats, first),
    alive: (parameters, history) => alive(parameters, history, first),
    whileAlive: (parameters, history, time) => whileAlive(parameters, history, time, first),
    ofNew(parameters, time) {
      const { a, b } = named(parameters);
      const stays = first === 1 ? b / (a + b) : 1;
      return stays * whileAlive(parameters, { repeats: 0, recency: 0, age: 0 }, time, first);
    },
  };
}

export const bgNbd = betaGeometric(0);
export const mbgNbd = betaGeometric(1);

function named(parameters: Parameters): { r: number; alpha: number; a: number; b: number } {
  const [r = 1, alpha = 1, a = 1, b = 1] = Array.from(parameters);
  return { r, alpha, a, b };
}

/**
 * L = Γ(r+x) α^r / Γ(r) · [B(a, b+x+f)/B(a, b) · (α+T)^−(r+x) + B(a+1, b+x+f−1)/B(a, b) · (α+t_x)^−(r+x)], the second one only
 * where somebody had an occasion to leave.
 */
function likelihoodOf(parameters: Parameters, x: number, first: 0 | 1): CustomerLikelihood {
  const { r, alpha, a, b } = named(parameters);
  const chances = x + first;
  const staying = stayingOf(a, b, chances);
  const common = gammaln(r + x) - gammaln(r) + r * Math.log(alpha) + staying.log;
  const left = chances === 0 ? -Infinity : Math.log(a / (b + chances - 1));
  const byR = digamma(r + x) - digamma(r) + Math.log(alpha);
  return (recency, age, gradient) => {
    const [logAge, logRecency] = [Math.log(alpha + age), Math.log(alpha + recency)];
    const stayed = -(r + x) * logAge;
    const gone = left - (r + x) * logRecency;
    const sum = logSum(stayed, gone);
    const isAlive = Math.exp(stayed - sum);
    const isGone = 1 - isAlive;
    gradient[0] = byR - isAlive * logAge - isGone * logRecency;
    gradient[1] = r / alpha - (r + x) * (isAlive / (alpha + age) + isGone / (alpha + recency));
    gradient[2] = staying.byA + (isGone === 0 ? 0 : isGone / a);
    gradient[3] = staying.byB - (isGone === 0 ? 0 : isGone / (b + chances - 1));
    return common + sum;
  };
}

/**
 * log B(a, b+n)/B(a, b) and its derivatives, factor by factor: as differences of logarithms of Γ nothing would be left of
 * them where a and b are large, as they become where everybody leaves with the same probability.
 */
function stayingOf(a: number, b: number, chances: number): { log: number; byA: number; byB: number } {
  const staying = { log: 0, byA: 0, byB: 0 };
  for (let chance = 0; chance < chances; chance++) {
    staying.log -= Math.log1p(a / (b + chance));
    staying.byA -= 1 / (a + b + chance);
    staying.byB += a / ((b + chance) * (a + b + chance));
  }
  return staying;
}

function alive(parameters: Parameters, { repeats: x, recency, age }: History, first: 0 | 1): number {
  const { r, alpha, a, b } = named(parameters);
  const chances = x + first;
  if (chances === 0) return 1;
  const odds = Math.log(a / (b + chances - 1)) + (r + x) * Math.log((alpha + age) / (alpha + recency));
  return 1 / (1 + Math.exp(odds));
}

/** Up to here, and from {@link LEAST} on, the sum that takes out what cancels has no large terms of its own. */
const LARGE = 10;
const LEAST = -25;
/** So near to a = 1 the other sum is ÷ 0: on either side it is not. */
const NEAR = 1e-4;

/** c/(a−1) · [1 − (1−z)^(r+x) ₂F₁(r+x, b+x+f; c; z)] with c = a+b+x+f−1 and z = t/(α+T+t). */
function whileAlive(parameters: Parameters, { repeats: x, age }: History, time: number, first: 0 | 1): number {
  const { r, alpha, a, b } = named(parameters);
  const z = time / (alpha + age + time);
  const decay = Math.log1p(-z);
  const A = a + b + first - 1 - r;
  if (a <= LARGE && A >= LEAST) return Math.max(0, transformed(a, a + b + x + first - 1, A, z, decay));
  const of = (other: number) => asItStands(other, b + x + first, r + x, z, decay);
  return Math.max(0, Math.abs(a - 1) < NEAR ? (of(1 - NEAR) + of(1 + NEAR)) / 2 : of(a));
}

/**
 * After Euler's transformation, with what cancels at a = 1 and c = 0 taken out:
 * c·(1 − (1−z)^(a−1))/(a−1) − (1−z)^(a−1) · A z Σ (A+1)ₙ (a)ₙ / ((c+1)ₙ (2)ₙ) zⁿ with A = a+b+f−1−r.
 */
function transformed(a: number, c: number, A: number, z: number, decay: number): number {
  const exponent = a - 1;
  const share = exponent === 0 ? -decay : -Math.expm1(exponent * decay) / exponent;
  return c * share - Math.exp(exponent * decay) * A * z * series(A + 1, a, c + 1, z);
}

/** Σ (p)ₙ (q)ₙ / ((s)ₙ (2)ₙ) zⁿ for 0 ≤ z < 1. */
function series(p: number, q: number, s: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MOST_TERMS; n++) {
    term *= (((p + n) * (q + n)) / ((s + n) * (2 + n))) * z;
    sum += term;
    if (Math.abs(term) < 1e-15 * Math.abs(sum)) break;
  }
  return sum;
}

/** With p = r+x and q = b+x+f: c·₂F₁(p, q; c; z) = c + Σ (p)ₙ (q)ₙ / ((c+1)ₙ₋₁ n!) zⁿ over n ≥ 1, whose terms are positive. */
function asItStands(a: number, q: number, p: number, z: number, decay: number): number {
  const c = a + q - 1;
  const rest = Math.exp(p * decay + logSeries(p, q, c + 1, z));
  return (-c * Math.expm1(p * decay) - rest) / (a - 1);
}

/** log Σ (p)ₙ (q)ₙ / ((s)ₙ₋₁ n!) zⁿ over n ≥ 1, for p, q, s > 0 and 0 < z < 1; the sum may be beyond any number. */
function logSeries(p: number, q: number, s: number, z: number): number {
  let [term, sum, scale] = [1, 1, Math.log(p * q * z)];
  for (let n = 1; n < MOST_TERMS; n++) {
    term *= (((p + n) * (q + n)) / ((s + n - 1) * (n + 1))) * z;
    sum += term;
    if (term < 1e-17 * sum) break;
    if (sum > 1e200) {
      [term, sum, scale] = [term / sum, 1, scale + Math.log(sum)];
    }
  }
  return scale + Math.log(sum);
}
