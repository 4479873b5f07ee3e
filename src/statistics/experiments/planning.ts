import { criticalValue, normalCdf, normalQuantile } from '../index.js';
import { type Peeking, sequentialCriticalValue } from './always-valid.js';
import { bilinear, covariancesOf, meansOf, type Moments } from './moments.js';

/** A metric as it is without the treatment: a share of people, or a mean (of a ratio see {@link ratioMetric}). */
export type PlannedMetric =
  | { readonly kind: 'proportion'; /** Above 0, below 1. */ readonly rate: number }
  | { readonly kind: 'mean'; readonly mean: number; /** Of one person, above 0. */ readonly deviation: number };

/** What an experiment is planned by. */
export interface ExperimentPlan {
  readonly metric: PlannedMetric;
  /** Whether effects are told, and tested, as a difference or as a share of control. */
  readonly scale: 'absolute' | 'relative';
  /** Share of people of each arm, control first; at least two. */
  readonly shares: readonly number[];
  /** Of the intervals, over all comparisons with control together (Bonferroni); 0.95 is usual. */
  readonly level: number;
  /** Chance to find an effect that is there, for one comparison; 0.8 is usual. */
  readonly power: number;
  /** Given where the experiment may be looked at at any time; `null` tightens it at the planned end. */
  readonly peeking?: Peeking | null;
}

/** How a sample size for two shares is computed; all are for a test of the absolute difference at one look. */
export type ProportionMethod = 'pooled' | 'unpooled' | 'cohen' | 'fleiss';

/**
 * The power to find an effect in the comparison of one arm with control.
 *
 * @param effect on the plan's scale
 * @param people of all arms together
 * @param arm place of the compared arm among the shares, 1 for the first treatment
 */
export function powerOf(plan: ExperimentPlan, effect: number, people: number, arm = 1): number {
  const z = Math.abs(effect) / standardErrorOf(plan, effect, people, arm);
  const critical = criticalValue(comparisonLevel(plan));
  return normalCdf(z - critical, 0, 1) + normalCdf(-z - critical, 0, 1);
}

/**
 * The least effect above 0 that is found with the plan's power by so many people, on the plan's scale; null where no
 * effect is (a share can't grow above 1).
 */
export function minimumDetectableEffect(plan: ExperimentPlan, people: number, arm = 1): number | null {
  const most = greatestEffect(plan);
  const found = (effect: number) => reaches(plan, effect, people, arm);
  let high = Math.min(most, plan.scale === 'relative' ? 1e-3 : baseOf(plan.metric).deviation * 1e-3);
  for (let doublings = 0; !found(high); doublings++) {
    if (high >= most || doublings > 60) return null;
    high = Math.min(most, high * 2);
  }
  return bisect(0, high, found);
}

/** The least number of people, of all arms together, that find an effect with the plan's power; null where none do. */
export function sampleSize(plan: ExperimentPlan, effect: number, arm = 1): number | null {
  if (effect === 0) return null;
  const found = (people: number) => reaches(plan, effect, people, arm);
  let high = plan.shares.length * 2;
  while (!found(high)) {
    high *= 2;
    if (high > 1e15) return null;
  }
  return Math.ceil(bisect(0, high, found) - 1e-6);
}

/**
 * People of the control arm that two shares need to be told apart, and with them `ratio` times as many in the other arm.
 * `pooled` is R's power.prop.test, `unpooled` Chow et al. (2008), `cohen` by the arcsine effect size h (Cohen, 1988),
 * `fleiss` the pooled one with the continuity correction of Fleiss et al. (1980).
 *
 * @param ratio people of the treatment for each of control
 */
export function proportionSampleSize(
  [control, treatment]: readonly [control: number, treatment: number],
  { level, power }: Pick<ExperimentPlan, 'level' | 'power'>,
  method: ProportionMethod,
  ratio = 1,
): number {
  const [zAlpha, zBeta] = [criticalValue(level), normalQuantile(power, 0, 1)];
  const difference = Math.abs(treatment - control);
  const [ofControl, ofTreatment] = [control * (1 - control), treatment * (1 - treatment)];
  if (method === 'cohen') {
    const h = 2 * Math.asin(Math.sqrt(treatment)) - 2 * Math.asin(Math.sqrt(control));
    return Math.ceil(((1 + 1 / ratio) * (zAlpha + zBeta) ** 2) / (h * h));
  }
  if (method === 'unpooled') {
    return Math.ceil(((zAlpha + zBeta) ** 2 * (ofControl + ofTreatment / ratio)) / difference ** 2);
  }
  const mean = (control + ratio * treatment) / (1 + ratio);
  const reach =
    zAlpha * Math.sqrt((1 + 1 / ratio) * mean * (1 - mean)) + zBeta * Math.sqrt(ofControl + ofTreatment / ratio);
  const pooled = (reach / difference) ** 2;
  if (method === 'pooled') return Math.ceil(pooled);
  return Math.ceil((pooled / 4) * (1 + Math.sqrt(1 + (2 * (1 + ratio)) / (ratio * pooled * difference))) ** 2);
}

/** A ratio of two means as a metric to plan by: its deviation is that of one person's part in it (the delta method). */
export function ratioMetric(moments: Moments): PlannedMetric {
  const [above = 0, below = Number.NaN] = meansOf(moments);
  const slopes = [1 / below, -above / (below * below)];
  return {
    kind: 'mean',
    mean: above / below,
    deviation: Math.sqrt(bilinear(slopes, covariancesOf(moments), slopes)),
  };
}

function reaches(plan: ExperimentPlan, effect: number, people: number, arm: number): boolean {
  const z = Math.abs(effect) / standardErrorOf(plan, effect, people, arm);
  return z >= criticalValue(comparisonLevel(plan)) + normalQuantile(plan.power, 0, 1);
}

/**
 * Of the compared effect on the plan's scale, if it is as large as that. Where the experiment may be looked at, as much
 * larger as its intervals are wider (as GrowthBook plans): a little more than the last look alone would need.
 */
function standardErrorOf(plan: ExperimentPlan, effect: number, people: number, arm: number): number {
  const { metric, scale, shares } = plan;
  const { mean, deviation } = baseOf(metric);
  const [ofControl, ofTreatment] = armShares(shares, arm).map((share) => share * people) as [number, number];
  const reached = scale === 'relative' ? mean * (1 + effect) : mean + effect;
  const varianceReached = metric.kind === 'proportion' ? reached * (1 - reached) : deviation ** 2;
  const wider = widening(plan, ofControl + ofTreatment);
  if (scale === 'absolute') return wider * Math.sqrt(varianceReached / ofTreatment + deviation ** 2 / ofControl);
  const ofRatio = Math.sqrt(varianceReached / ofTreatment + (deviation * (reached / mean)) ** 2 / ofControl);
  return (wider * ofRatio) / Math.abs(mean);
}

/** How many times wider always-valid intervals are at so many compared people. */
function widening(plan: ExperimentPlan, people: number): number {
  if (plan.peeking === undefined) return 1;
  const level = comparisonLevel(plan);
  return sequentialCriticalValue(people, level, plan.peeking ?? { tightestAt: people }) / criticalValue(level);
}

/** Of one comparison with control (Bonferroni). */
function comparisonLevel({ shares, level }: ExperimentPlan): number {
  return 1 - (1 - level) / (shares.length - 1);
}

/** Of all people, for control and one other arm. */
function armShares(shares: readonly number[], arm: number): readonly [number, number] {
  const all = shares.reduce((sum, share) => sum + share, 0);
  return [(shares[0] ?? 0) / all, (shares[arm] ?? 0) / all];
}

function baseOf(metric: PlannedMetric): { readonly mean: number; readonly deviation: number } {
  if (metric.kind === 'mean') return metric;
  return { mean: metric.rate, deviation: Math.sqrt(metric.rate * (1 - metric.rate)) };
}

/** A share grows to 1 at most. */
function greatestEffect({ metric, scale }: ExperimentPlan): number {
  if (metric.kind === 'mean') return Infinity;
  return scale === 'relative' ? 1 / metric.rate - 1 : 1 - metric.rate;
}

/** The place between `low` and `high` from which on something holds, to a millionth of a millionth of `high`. */
function bisect(low: number, high: number, holds: (value: number) => boolean): number {
  let [without, within] = [low, high];
  for (let step = 0; step < 60; step++) {
    const middle = (without + within) / 2;
    if (holds(middle)) within = middle;
    else without = middle;
  }
  return within;
}
