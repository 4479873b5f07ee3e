import { type Language } from '#strata/kernel/texts';
import { type Estimate } from '#strata/statistics';
import {
  type ArmEffect,
  armEffect,
  benjaminiHochberg,
  type EffectOptions,
  holm,
  type Peeking,
  returnOnInvestment,
  weighMoments,
} from '#strata/statistics/experiments';
import { experimentPhrases } from '../words/index.js';
import { type ArmSums, type ExperimentSums } from './experiment-sums.js';
import { metricMoments, type MetricId, metricsOf, type ReadMetric } from './metrics.js';

/** How an experiment is read. */
export interface ReadingOptions {
  /** Of the intervals. */
  readonly level: number;
  /** Read at any time, tightest at so many people; or once, at the planned end. */
  readonly peeking: Peeking | null;
  /** Share of a value that is profit; null where nobody says it, so that profit and return aren't told. */
  readonly margin: number | null;
  /** Of the sentences; English unless told. */
  readonly language?: Language;
}

/** An arm beside control, by one figure. */
export interface ComparedMetric {
  readonly metric: MetricId;
  /** For people: "profit a person". */
  readonly title: string;
  readonly unit: ReadMetric['unit'];
  readonly control: number;
  readonly treatment: number;
  readonly difference: Estimate;
  /** Divided by what control does; null where control does nothing. */
  readonly relative: Estimate | null;
  readonly pValue: number;
  /** Over all that it is compared with besides: Holm for the figure that decides, Benjamini and Hochberg for the others. */
  readonly adjustedPValue: number;
  /** Share of the variance that what was known before took away. */
  readonly varianceReduction: number;
}

/** An arm beside control. */
export interface ComparedArm {
  readonly arm: string;
  readonly metrics: readonly ComparedMetric[];
  /** Conversions beyond those that the same people would have had in control. */
  readonly incrementalConversions: Estimate | null;
  /** Of what the arm cost, where control cost nothing; else null: see the metric `return`. */
  readonly roi: Estimate | null;
}

/** Compares every arm with control by every figure that can be told. */
export function compareArms(sums: ExperimentSums, primary: MetricId, options: ReadingOptions): readonly ComparedArm[] {
  const control = sums.arms.find(({ arm }) => arm === sums.control);
  if (control === undefined) return [];
  const arms = sums.arms.filter((arm) => arm !== control);
  const metrics = metricsOf(sums.variables, options.margin);
  const compared = arms.map((arm) => metrics.flatMap((metric) => compareBy(metric, control, arm, options)));
  const adjusted = adjustPValues(compared, primary);
  return arms.map((arm, index) => {
    const own = adjusted[index] ?? [];
    const conversion = own.find(({ metric }) => metric === 'conversion');
    return {
      arm: arm.arm,
      metrics: own,
      incrementalConversions: conversion === undefined ? null : scaled(conversion.difference, arm.moments.people),
      roi: roiOf(sums, control, arm, options),
    };
  });
}

/** Nothing where a figure can't be told. */
export function compareBy(
  metric: ReadMetric,
  control: ArmSums,
  arm: ArmSums,
  { level, peeking, language }: ReadingOptions,
): readonly ComparedMetric[] {
  const told = (scale: EffectOptions['scale']) => effectBy(metric, control, arm, { scale, level, peeking });
  const [difference, relative] = [told('absolute'), told('relative')];
  if (difference.status === 'unknown') return [];
  return [
    {
      metric: metric.id,
      title: experimentPhrases(language).figures[metric.id],
      unit: metric.unit,
      control: difference.control,
      treatment: difference.treatment,
      difference: difference.effect,
      relative: relative.status === 'unknown' ? null : relative.effect,
      pValue: difference.pValue,
      adjustedPValue: difference.pValue,
      varianceReduction: difference.varianceReduction,
    },
  ];
}

/** The effect of an arm by anything that the variables tell. */
export function effectBy(
  metric: Omit<ReadMetric, 'id'>,
  control: ArmSums,
  arm: ArmSums,
  { scale, level, peeking }: Pick<ReadingOptions, 'level' | 'peeking'> & Pick<EffectOptions, 'scale'>,
): ArmEffect {
  const [before, after] = [metricMoments(metric, control.moments), metricMoments(metric, arm.moments)];
  return armEffect(before, after, metric.shape, { scale, level, ...(peeking === null ? {} : { peeking }) });
}

function adjustPValues(
  arms: readonly (readonly ComparedMetric[])[],
  primary: MetricId,
): readonly (readonly ComparedMetric[])[] {
  const all = arms.flat();
  const adjustedOf = new Map<ComparedMetric, number>();
  for (const [adjust, chosen] of [
    [holm, all.filter(({ metric }) => metric === primary)],
    [benjaminiHochberg, all.filter(({ metric }) => metric !== primary)],
  ] as const) {
    const adjusted = adjust(chosen.map(({ pValue }) => pValue));
    chosen.forEach((metric, index) => adjustedOf.set(metric, adjusted[index] ?? metric.pValue));
  }
  return arms.map((metrics) =>
    metrics.map((metric) => ({ ...metric, adjustedPValue: adjustedOf.get(metric) ?? metric.pValue })),
  );
}

function roiOf(
  { variables }: ExperimentSums,
  control: ArmSums,
  arm: ArmSums,
  { level, peeking, margin }: ReadingOptions,
): Estimate | null {
  const [value, cost] = [variables.indexOf('value'), variables.indexOf('cost')];
  if (margin === null || value < 0 || cost < 0 || control.moments.sums[cost] !== 0) return null;
  const of = (variable: number) => variables.map((_, index) => Number(index === variable));
  return returnOnInvestment(
    weighMoments(arm.moments, [of(value), of(cost)]),
    weighMoments(control.moments, [of(value)]),
    { margin, level, ...(peeking === null ? {} : { peeking }) },
  );
}

function scaled({ value, lower, upper, level }: Estimate, factor: number): Estimate {
  return { value: value * factor, lower: lower * factor, upper: upper * factor, level };
}
