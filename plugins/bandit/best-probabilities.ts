import { type Posterior } from './distributions.js';

/** Eight points of Gauss and Legendre on [−1, 1] (Abramowitz and Stegun 25.4.30): half of them, the others mirror them. */
const POINTS = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];
const WEIGHTS = [0.362683783378362, 0.3137066458778873, 0.22238103445337448, 0.10122853629037626];
/** Where panels end around each mean, in deviations: dense where the mass is, far out for the tail of an exponential. */
const ENDS = [0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6.5, 8, 12, 20, 34];

/**
 * P(offer i has the largest value) of independent values: ∫ f_i(x) Π_{j ≠ i} F_j(x) dx, integrated numerically over panels
 * that follow every distribution. Thompson sampling chooses with exactly these probabilities. They add up to 1 within 1e-8
 * before they are put right.
 */
export function bestProbabilities(posteriors: readonly Posterior[], out: Float64Array): void {
  out.fill(0);
  const ends = panelEnds(posteriors);
  const densities = new Float64Array(posteriors.length);
  const cumulatives = new Float64Array(posteriors.length);
  const addAt = (x: number, weight: number): void => {
    posteriors.forEach((posterior, i) => {
      densities[i] = posterior.density(x);
      cumulatives[i] = posterior.cumulative(x);
    });
    for (let i = 0; i < posteriors.length; i++) {
      let product = weight * (densities[i] ?? 0);
      for (let j = 0; j < posteriors.length && product > 0; j++) if (j !== i) product *= cumulatives[j] ?? 0;
      out[i] = (out[i] ?? 0) + product;
    }
  };
  for (let panel = 1; panel < ends.length; panel++) {
    const [from = 0, to = 0] = [ends[panel - 1], ends[panel]];
    const middle = (from + to) / 2;
    const half = (to - from) / 2;
    POINTS.forEach((point, n) => {
      const weight = half * (WEIGHTS[n] ?? 0);
      addAt(middle - half * point, weight);
      addAt(middle + half * point, weight);
    });
  }
  toOne(out);
}

/** Panels below the lowest value that may be the largest are left out. */
function panelEnds(posteriors: readonly Posterior[]): readonly number[] {
  const all = posteriors.flatMap(({ mean, deviation, from, to }) =>
    ENDS.flatMap((end) => [mean - end * deviation, mean + end * deviation]).map((x) => Math.min(to, Math.max(from, x))),
  );
  const least = Math.max(...posteriors.map(({ mean, deviation, from }) => Math.max(from, mean - 34 * deviation)));
  return [...new Set(all)].filter((x) => x >= least).sort((a, b) => a - b);
}

/**
 * Top-two Thompson sampling (Russo, 2020): with probability `best` the offer of a draw, else that of further draws until it is
 * another one: ψ_i = p_i (β + (1 − β) Σ_{j ≠ i} p_j / (1 − p_j)).
 */
export function topTwo(probabilities: Float64Array, best: number): void {
  if (probabilities.length < 2) return;
  // Who is surely the best has rivals all the same.
  const p = toOne(probabilities.map((value) => Math.max(value, LEAST)));
  // Not 1 − p_j, which cancels.
  const rests = p.map((_, j) => p.reduce((rest, value, i) => (i === j ? rest : rest + value), 0));
  p.forEach((own, i) => {
    const asRival = p.reduce((sum, rival, j) => (j === i ? sum : sum + rival / (rests[j] ?? 1)), 0);
    probabilities[i] = own * (best + (1 - best) * asRival);
  });
  toOne(probabilities);
}

const LEAST = 1e-12;

function toOne(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  values.forEach((value, i) => {
    values[i] = value / sum;
  });
  return values;
}
