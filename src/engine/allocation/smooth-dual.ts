import { type DualRows } from './dual-rows.js';
import { type Program } from './problem.js';

/** The dual function at some prices: its value, that of its smoothed form, the slope and the curvature of that. */
export interface DualPoint {
  readonly value: number;
  readonly smooth: number;
  /** By limit. */
  readonly gradient: Float64Array;
  /** Limits × limits. */
  readonly hessian: Float64Array;
}

/** What is this much worse than the best counts for nothing, in units of the smoothing: e^−40 is below what a sum can hold. */
const NEGLIGIBLE = 40;

/**
 * The Lagrangian dual Σ max(0, max_j s_j) + prices·b, where s_j is an offer's score after prices, and its smoothed form with
 * τ·log(1 + Σ_j exp(s_j/τ)) for each maximum, which is convex and can be derived twice (Nesterov, Smooth minimization of
 * non-smooth functions, 2005).
 */
export function dualAt(rows: DualRows, program: Program, prices: Float64Array, tau: number): DualPoint {
  const { limits, bounds, roi, offers } = program;
  const size = limits.length;
  const mu = roi === -1 ? 0 : (prices[roi] ?? 0);
  const lists = rows.kinds.map((coefficients) => costsOf(coefficients, prices, offers));
  const gradient = bounds.slice();
  const hessian = new Float64Array(size * size);
  const state: RowState = {
    scores: new Float64Array(offers),
    chances: new Float64Array(offers),
    mean: new Float64Array(size),
    own: new Float64Array(size),
  };
  let value = 0;
  let smooth = 0;
  for (let row = 0; row < rows.rows; row++) {
    const kind = rows.kindOf[row] ?? 0;
    const weight = rows.weights[row] ?? 0;
    const most = scoreRow(rows, row, mu, lists[kind] ?? NO_COSTS, state.scores);
    value += weight * most;
    smooth += weight * (most + tau * chancesOf(state, most, tau));
    addSlopes(rows, row, weight, program, state, gradient, hessian, tau);
  }
  let paid = 0;
  for (let limit = 0; limit < size; limit++) paid += (prices[limit] ?? 0) * (bounds[limit] ?? 0);
  return { value: value + paid, smooth: smooth + paid, gradient, hessian };
}

const NO_COSTS = new Float64Array(0);

interface RowState {
  readonly scores: Float64Array;
  /** The weight of each offer in the smoothed maximum. */
  readonly chances: Float64Array;
  readonly mean: Float64Array;
  readonly own: Float64Array;
}

function costsOf(coefficients: Float64Array, prices: Float64Array, offers: number): Float64Array {
  const costs = new Float64Array(offers);
  for (let limit = 0; limit < prices.length; limit++) {
    const price = prices[limit] ?? 0;
    if (price === 0) continue;
    for (let offer = 0; offer < offers; offer++)
      costs[offer] = (costs[offer] ?? 0) + price * (coefficients[limit * offers + offer] ?? 0);
  }
  return costs;
}

/** Fills in the scores after prices and returns the largest, or 0. */
function scoreRow(rows: DualRows, row: number, mu: number, costs: Float64Array, scores: Float64Array): number {
  const offers = scores.length;
  let most = 0;
  for (let offer = 0; offer < offers; offer++) {
    const at = row * offers + offer;
    let score = (rows.scores[at] ?? 0) - (costs[offer] ?? 0);
    if (mu !== 0 && score !== -Infinity) score += mu * (rows.surplus?.[at] ?? 0);
    scores[offer] = score;
    if (score > most) most = score;
  }
  return most;
}

/** Fills in the chances; returns the logarithm of the sum of exponentials above the largest. */
function chancesOf({ scores, chances }: RowState, most: number, tau: number): number {
  let sum = most > NEGLIGIBLE * tau ? 0 : Math.exp(-most / tau);
  for (let offer = 0; offer < scores.length; offer++) {
    const below = ((scores[offer] ?? 0) - most) / tau;
    const chance = below === 0 ? 1 : below < -NEGLIGIBLE ? 0 : Math.exp(below);
    chances[offer] = chance;
    sum += chance;
  }
  if (sum === 1) return 0;
  for (let offer = 0; offer < scores.length; offer++) chances[offer] = (chances[offer] ?? 0) / sum;
  return Math.log(sum);
}

function addSlopes(
  rows: DualRows,
  row: number,
  weight: number,
  { limits, roi, offers }: Program,
  { chances, mean, own }: RowState,
  gradient: Float64Array,
  hessian: Float64Array,
  tau: number,
): void {
  const coefficients = rows.kinds[rows.kindOf[row] ?? 0] ?? NO_COSTS;
  const size = limits.length;
  mean.fill(0);
  let isDecided = true;
  for (let offer = 0; offer < offers; offer++) {
    const chance = chances[offer] ?? 0;
    if (chance === 0) continue;
    if (chance !== 1) isDecided = false;
    for (let limit = 0; limit < size; limit++) {
      const a =
        limit === roi ? -(rows.surplus?.[row * offers + offer] ?? 0) : (coefficients[limit * offers + offer] ?? 0);
      if (a !== 0) mean[limit] = (mean[limit] ?? 0) + chance * a;
    }
  }
  for (let limit = 0; limit < size; limit++) gradient[limit] = (gradient[limit] ?? 0) - weight * (mean[limit] ?? 0);
  if (isDecided) return;
  const share = weight / tau;
  let left = 1;
  for (let offer = 0; offer < offers; offer++) {
    const chance = chances[offer] ?? 0;
    if (chance === 0) continue;
    left -= chance;
    for (let limit = 0; limit < size; limit++) {
      const a =
        limit === roi ? -(rows.surplus?.[row * offers + offer] ?? 0) : (coefficients[limit * offers + offer] ?? 0);
      own[limit] = a - (mean[limit] ?? 0);
    }
    addOuter(hessian, own, share * chance);
  }
  for (let limit = 0; limit < size; limit++) own[limit] = 0 - (mean[limit] ?? 0);
  if (left > 0) addOuter(hessian, own, share * left);
}

function addOuter(hessian: Float64Array, vector: Float64Array, weight: number): void {
  const size = vector.length;
  for (let one = 0; one < size; one++) {
    const scaled = weight * (vector[one] ?? 0);
    if (scaled === 0) continue;
    for (let two = 0; two < size; two++) {
      const at = one * size + two;
      hessian[at] = (hessian[at] ?? 0) + scaled * (vector[two] ?? 0);
    }
  }
}
