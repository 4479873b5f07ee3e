import { NO_OFFER } from './arms.js';
import { type HistoryRows } from './history-rows.js';
import { type Part } from './parts.js';

/** Beyond so many standard deviations between two groups drawn at random something else than chance drew them. */
const LARGEST_DIFFERENCE = 0.1;
/** Standard errors of the difference that chance seldom reaches. */
const SURE = 4;

/**
 * Whether those with an offer and those without look alike, by the scores that the selectors rank by (standardised mean
 * difference, weighted by 1 ÷ propensity: Austin, 2009). Drawn at random they do.
 *
 * @returns in words what differs; null where nothing does
 */
export function imbalanceOf(
  scores: readonly { readonly title: string; readonly values: Float64Array }[],
  history: HistoryRows,
  { rows, propensity }: Part,
): string | null {
  const worst = scores
    .map(({ title, values }) => ({ title, ...differenceOf(values, history, rows, propensity) }))
    .filter(({ difference, error }) => Math.abs(difference) > Math.max(LARGEST_DIFFERENCE, SURE * error))
    .toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference))[0];
  if (worst === undefined) return null;
  const side = worst.difference > 0 ? 'higher' : 'lower';
  return `those who got an offer stand ${Math.abs(worst.difference).toFixed(2)} standard deviations ${side} in ${worst.title} than those who got none`;
}

function differenceOf(
  values: Float64Array,
  { arm }: HistoryRows,
  rows: Uint32Array,
  propensity: Float64Array,
): { readonly difference: number; readonly error: number } {
  const groups = { offered: moments(), control: moments() };
  for (const row of rows) {
    const value = values[row] ?? Number.NaN;
    if (!Number.isFinite(value) || Math.abs(value) === Number.MAX_VALUE) continue;
    const group = arm?.[row] === NO_OFFER ? groups.control : groups.offered;
    const weight = 1 / (propensity[row] ?? 1);
    group.weight += weight;
    group.weightSquares += weight * weight;
    group.sum += weight * value;
    group.squares += weight * value * value;
  }
  const [a, b] = [summary(groups.offered), summary(groups.control)];
  const spread = Math.sqrt((a.variance + b.variance) / 2);
  const error = Math.sqrt(1 / a.effective + 1 / b.effective);
  return { difference: spread > 0 ? (a.mean - b.mean) / spread : 0, error };
}

interface Moments {
  weight: number;
  weightSquares: number;
  sum: number;
  squares: number;
}

function moments(): Moments {
  return { weight: 0, weightSquares: 0, sum: 0, squares: 0 };
}

function summary({ weight, weightSquares, sum, squares }: Moments): {
  readonly mean: number;
  readonly variance: number;
  /** So many equally weighted rows would say as much. */
  readonly effective: number;
} {
  const mean = sum / weight;
  return { mean, variance: Math.max(0, squares / weight - mean * mean), effective: (weight * weight) / weightSquares };
}
