import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { type Estimate } from '#strata/statistics';
import { type EfficiencySubject } from '../words/index.js';
import { effectBy, type ReadingOptions } from './compare.js';
import { type ArmSums, type ExperimentSums } from './experiment-sums.js';
import { costMetric, metricsOf, type ReadMetric } from './metrics.js';

/** Whether an arm does as well as control for less: the second way in which a model earns its place. */
export interface ArmEfficiency {
  readonly arm: string;
  /** For certain it has as many conversions as control but for the margin, and costs less or earns more. */
  readonly passes: boolean;
  /** By which figures. */
  readonly found: EfficiencySubject;
  /** How many more people, of all arms, would show that conversions are as many, if they are as seen; infinite where none would. */
  readonly morePeople: number;
}

/** Chance with which it would be shown by then. */
const POWER = 0.8;

/**
 * Non-inferiority: the lower bound of the difference in conversion lies above −margin × control's conversion; and the arm costs
 * less, without surely earning less, or earns more. All must hold at once, so that no correction is due but for the arms
 * (Bonferroni). Nothing where costs are not known.
 *
 * @param margin the most by which conversions may be fewer, as a share of control's
 */
export function efficiencies(sums: ExperimentSums, options: ReadingOptions, margin: number): readonly ArmEfficiency[] {
  const control = sums.arms.find(({ arm }) => arm === sums.control);
  if (control === undefined) return [];
  const arms = sums.arms.filter((arm) => arm !== control);
  const level = 1 - (1 - options.level) / Math.max(1, arms.length);
  return arms.flatMap((arm) => efficiencyOf(sums, { control, arm }, { ...options, level }, margin));
}

function efficiencyOf(
  { variables, arms }: ExperimentSums,
  { control, arm }: { readonly control: ArmSums; readonly arm: ArmSums },
  options: ReadingOptions,
  margin: number,
): readonly ArmEfficiency[] {
  const metrics = metricsOf(variables, options.margin);
  const told = (metric: Omit<ReadMetric, 'id'> | undefined) => {
    if (metric === undefined) return null;
    const effect = effectBy(metric, control, arm, { ...options, scale: 'absolute' });
    return effect.status === 'unknown' ? null : effect;
  };
  const conversion = told(metrics.find(({ id }) => id === 'conversion'));
  const [cost, profit] = [told(costMetric(variables)), told(metrics.find(({ id }) => id === 'profit'))];
  if (conversion === null || (cost === null && profit === null)) return [];
  const allowed = margin * conversion.control;
  const isAsGood = conversion.effect.lower > -allowed;
  const earnsMore = profit !== null && profit.effect.lower > 0;
  const costsLess = cost !== null && cost.effect.upper < 0 && (profit === null || profit.effect.upper >= 0);
  const people = arms.reduce((sum, { moments }) => sum + moments.people, 0);
  return [
    {
      arm: arm.arm,
      passes: isAsGood && (earnsMore || costsLess),
      found: {
        ...{ arm: arm.arm, conversion: conversion.effect, control: conversion.control, margin },
        profit: earnsMore ? profit.effect : null,
        cost: costsLess ? cost.effect : null,
      },
      morePeople: isAsGood ? Infinity : morePeople(conversion.effect, allowed, people),
    },
  ];
}

function morePeople({ value, lower, upper, level }: Estimate, allowed: number, people: number): number {
  const room = value + allowed;
  if (room <= 0) return Infinity;
  const wanted = room / (1 + normalQuantile(POWER, 0, 1) / normalQuantile((1 + level) / 2, 0, 1));
  return Math.max(1, Math.ceil(people * ((upper - lower) / 2 / wanted) ** 2 - people));
}
