import { at } from '#strata/statistics';
import { type BaseColumn, baseEffects, baseline, baseRegression } from '../model/base.js';
import { type MixWeeks } from '../model/mix-model.js';

/** How far off predictions are, as a share of the range of the target: root mean square errors of both parts. */
export interface FitError {
  readonly name: string;
  /** In the weeks that were learned from; null where it knows none of them. */
  readonly learned: number | null;
  /** In the weeks that were held out. */
  readonly heldOut: number | null;
}

const WITHOUT_MEDIA = 'the same without media';

/** Errors of what needs no model of media: a report shows them beside its own. */
export function rivalErrors(weeks: MixWeeks, fitted: number): readonly FitError[] {
  const { base, channels, target, warmUp } = weeks;
  const spends = channels.map(({ name, spend }) => spendColumn(name, spend.slice(warmUp), fitted));
  return [
    errorsOf('the same week a year ago', target, seasonalNaive(target), fitted),
    errorsOf(WITHOUT_MEDIA, target, regressed(base, target, fitted), fitted),
    errorsOf('least squares on spend', target, regressed([...base, ...spends], target, fitted), fitted),
  ];
}

/** Whether a model tells weeks that it did not know better than one without media. */
export function beatsNoMedia({
  model,
  rivals,
}: {
  readonly model: FitError;
  readonly rivals: readonly FitError[];
}): boolean {
  const without = rivals.find(({ name }) => name === WITHOUT_MEDIA);
  return (model.heldOut ?? Infinity) < (without?.heldOut ?? Infinity);
}

/** @param predicted NaN where nothing is */
export function errorsOf(name: string, target: Float64Array, predicted: Float64Array, fitted: number): FitError {
  const part = (from: number, to: number): number | null => {
    const known = [...target.keys()].slice(from, to).filter((week) => Number.isFinite(at(predicted, week)));
    if (known.length === 0) return null;
    const squares = known.reduce((sum, week) => sum + (at(target, week) - at(predicted, week)) ** 2, 0);
    const range = rangeOf(target.subarray(from, to));
    return range === 0 ? null : Math.sqrt(squares / known.length) / range;
  };
  return { name, learned: part(0, fitted), heldOut: part(fitted, target.length) };
}

/** The highest less the lowest. */
export function rangeOf(values: Float64Array): number {
  return (
    values.reduce((most, value) => Math.max(most, value), -Infinity) -
    values.reduce((least, value) => Math.min(least, value), Infinity)
  );
}

const YEAR = 52;

function seasonalNaive(target: Float64Array): Float64Array {
  return target.map((_, week) => at(target, week - YEAR));
}

function regressed(columns: readonly BaseColumn[], target: Float64Array, fitted: number): Float64Array {
  const effects = baseEffects(baseRegression(columns, fitted, 0), target.slice(0, fitted));
  return baseline(columns, effects, target.length);
}

function spendColumn(name: string, spend: Float64Array, fitted: number): BaseColumn {
  const most = spend.subarray(0, fitted).reduce((highest, value) => Math.max(highest, value), 0);
  return { name, values: spend.map((value) => value / (most === 0 ? 1 : most)), spread: 1000 };
}
