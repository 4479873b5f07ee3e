import { at, type Estimate, quantiles } from '#strata/statistics';
import { type BaseColumn, baseEffects, baseline, baseRegression } from '../model/base.js';
import { type MixModel } from '../model/mix-model.js';

/** Why data do not tell what a channel brings. */
export type Obscurity =
  /** Its spend and another channel's go up and down together. */
  | { readonly kind: 'moves together'; readonly with: string; readonly correlation: number }
  /** Trend, season and controls say when it is spent: a share of its ups and downs. */
  | { readonly kind: 'follows the base'; readonly share: number }
  /** Its spend is next to the same in all weeks: standard deviation over mean. */
  | { readonly kind: 'hardly changes'; readonly variation: number }
  /** What it brings is lost in what moves the weeks besides. */
  | { readonly kind: 'noise' };

const TOGETHER = 0.5;
const FOLLOWS = 0.6;
const STEADY = 0.3;

/** Mean and percentile interval of draws. */
export function estimateOf(draws: ArrayLike<number>, level: number): Estimate {
  const [lower = NaN, upper = NaN] = quantiles(draws, [(1 - level) / 2, (1 + level) / 2]);
  let sum = 0;
  for (let draw = 0; draw < draws.length; draw++) sum += at(draws, draw);
  return { value: sum / draws.length, lower, upper, level };
}

/** Bounds further apart than this factor leave everything open: at one end more spend pays, at the other less. */
const MOST_APART = 3;

/** Whether the data say what a channel brings: its interval is far from nothing, and narrow enough to act on. */
export function isIdentified({ lower, upper }: Estimate): boolean {
  return lower > 0 && upper <= MOST_APART * lower;
}

/** What makes it hard to tell what a channel brings, the strongest first. */
export function obscuritiesOf(model: MixModel, place: number): readonly Obscurity[] {
  const spends = model.channels.map(({ spend }) => spend.slice(model.warmUp, model.warmUp + model.rows));
  const own = spends[place] ?? new Float64Array();
  const others = spends.flatMap((spend, other) =>
    other === place ? [] : [{ with: model.channels[other]?.name ?? '', correlation: correlationOf(own, spend) }],
  );
  const together = others
    .filter(({ correlation }) => Math.abs(correlation) >= TOGETHER)
    .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation))
    .map((other): Obscurity => ({ kind: 'moves together', ...other }));
  const share = shareExplained(model.base, own);
  const variation = deviationOf(own) / meanOf(own);
  const found: readonly Obscurity[] = [
    ...together,
    ...(share >= FOLLOWS ? [{ kind: 'follows the base' as const, share }] : []),
    ...(variation < STEADY ? [{ kind: 'hardly changes' as const, variation }] : []),
  ];
  return found.length === 0 ? [{ kind: 'noise' }] : found;
}

/** Of the variance of a column, how much the base explains: R². */
function shareExplained(base: readonly BaseColumn[], values: Float64Array): number {
  const rows = values.length;
  const effects = baseEffects(
    baseRegression(base, rows, 0),
    values.map((value) => value / meanOf(values)),
  );
  const fitted = baseline(base, effects, rows);
  const left = values.map((value, row) => value / meanOf(values) - at(fitted, row));
  const total = deviationOf(values) / meanOf(values);
  return total === 0 ? 1 : 1 - (deviationOf(left) / total) ** 2;
}

function correlationOf(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let both = 0;
  for (let row = 0; row < a.length; row++) both += (at(a, row) - meanA) * (at(b, row) - meanB);
  const scale = a.length * deviationOf(a) * deviationOf(b);
  return scale === 0 ? 0 : both / scale;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
