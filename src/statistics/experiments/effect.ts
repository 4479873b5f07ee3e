import { type Estimate, tCdf, tQuantile } from '../index.js';
import { type Peeking, sequentialCriticalValue, sequentialPValue } from './always-valid.js';
import { addMoments, bilinear, covariancesOf, meansOf, type Moments } from './moments.js';

/**
 * What is compared between arms, and with it the variables that {@link Moments} hold, in this order: the value of a
 * person (1 or 0 for a proportion); for a ratio what it is divided by (ROI: profit by cost); then, where the figure is
 * adjusted, the same once more from before the experiment.
 */
export interface MetricShape {
  readonly kind: 'proportion' | 'mean' | 'ratio';
  /** Whether what was known before the experiment is used to take noise away (CUPED: Deng et al., 2013). */
  readonly adjusted: boolean;
}

/** How an effect is told. */
export interface EffectOptions {
  /** Absolute: treatment − control. Relative: divided by the size of control. */
  readonly scale: 'absolute' | 'relative';
  /** Of the interval, for example 0.95. */
  readonly level: number;
  /** Given where the experiment is looked at more than once; else the interval holds for one look at the planned end. */
  readonly peeking?: Peeking;
}

/** What an arm did to a metric, or why the moments can't tell. */
export type ArmEffect =
  | {
      readonly status: 'estimated';
      /** The metric in each arm, not adjusted. */
      readonly control: number;
      readonly treatment: number;
      readonly effect: Estimate;
      readonly standardError: number;
      /** Of no effect, two-sided: Welch's t at one look, always valid where it is peeked at. */
      readonly pValue: number;
      /** The slope of the adjustment; 0 without one. */
      readonly theta: number;
      /** The share of the variance of the absolute effect that the adjustment took away; 0 without one. */
      readonly varianceReduction: number;
    }
  | { readonly status: 'unknown'; readonly reason: UnknownEffect };

/** Why no effect can be told: too few people, a metric that doesn't vary, or a base of 0. */
type UnknownEffect = 'FEWER_THAN_TWO_PEOPLE' | 'NO_VARIANCE' | 'BASE_OF_ZERO';

/** A smooth function of means, and its gradient by each of them. */
interface Linearised {
  readonly value: number;
  readonly gradient: readonly number[];
}

/** An arm, prepared. */
interface ArmMeans {
  readonly people: number;
  readonly covariances: readonly (readonly number[])[];
  readonly now: Linearised;
  /** Null without an adjustment. */
  readonly before: Linearised | null;
}

/**
 * The effect of a treatment on a metric, by the delta method for ratios and relative effects, with Welch's degrees of
 * freedom (1947) at one look.
 */
export function armEffect(control: Moments, treatment: Moments, shape: MetricShape, options: EffectOptions): ArmEffect {
  if (control.people < 2 || treatment.people < 2) return { status: 'unknown', reason: 'FEWER_THAN_TWO_PEOPLE' };
  const [a, b] = [armMeans(control, shape), armMeans(treatment, shape)];
  if (!isFinite(a.now.value) || !isFinite(b.now.value)) return { status: 'unknown', reason: 'BASE_OF_ZERO' };
  if (options.scale === 'relative' && a.now.value === 0) return { status: 'unknown', reason: 'BASE_OF_ZERO' };
  const theta = shape.adjusted ? slopeOf(control, treatment, shape, a, b) : 0;
  const difference = adjusted(b, theta) - adjusted(a, theta);
  const size = Math.abs(a.now.value);
  const [ofA, ofB] =
    options.scale === 'absolute'
      ? [gradient(a, theta), gradient(b, theta)]
      : [relativeGradient(a, b, difference, theta, shape), gradient(b, theta).map((slope) => slope / size)];
  const standardError = Math.sqrt(varianceOf(a, ofA) + varianceOf(b, ofB));
  if (!(standardError > 0)) return { status: 'unknown', reason: 'NO_VARIANCE' };
  const value = options.scale === 'absolute' ? difference : difference / size;
  return {
    status: 'estimated',
    control: a.now.value,
    treatment: b.now.value,
    ...inference(value, standardError, degreesOfFreedom(a, b, theta), a.people + b.people, options),
    standardError,
    theta,
    varianceReduction: shape.adjusted ? 1 - differenceVariance(a, b, theta) / differenceVariance(a, b, 0) : 0,
  };
}

function inference(
  value: number,
  standardError: number,
  freedom: number,
  people: number,
  { level, peeking }: EffectOptions,
): { readonly effect: Estimate; readonly pValue: number } {
  const z = Math.abs(value) / standardError;
  const reached = peeking?.reached ?? people;
  const critical =
    peeking === undefined ? tQuantile((1 + level) / 2, freedom) : sequentialCriticalValue(reached, level, peeking);
  const pValue = peeking === undefined ? 2 * tCdf(-z, freedom) : sequentialPValue(z, reached, level, peeking);
  const reach = critical * standardError;
  return { effect: { value, lower: value - reach, upper: value + reach, level }, pValue };
}

function armMeans(moments: Moments, { kind, adjusted }: MetricShape): ArmMeans {
  const means = meansOf(moments);
  const width = kind === 'ratio' ? 2 : 1;
  return {
    people: moments.people,
    covariances: covariancesOf(moments, kind === 'proportion' ? 0 : 1),
    now: linearised(means.slice(0, width)),
    before: adjusted ? linearised(means.slice(width, 2 * width)) : null,
  };
}

/** A mean, or the ratio of two means. */
function linearised([above = 0, below]: readonly number[]): Linearised {
  if (below === undefined) return { value: above, gradient: [1] };
  return { value: above / below, gradient: [1 / below, -above / (below * below)] };
}

function adjusted({ now, before }: ArmMeans, theta: number): number {
  return now.value - theta * (before?.value ?? 0);
}

/** Of the adjusted figure, by the means of all variables. */
function gradient({ now, before }: ArmMeans, theta: number): readonly number[] {
  return [...now.gradient, ...(before?.gradient ?? []).map((slope) => -theta * slope)];
}

/**
 * Of the relative effect, by the means of control: it moves the difference and what it is divided by. For a mean, what
 * control would have reached is the treatment's own mean (as in gbstats, which its published figures need); for a ratio it
 * is control and the adjusted difference.
 */
function relativeGradient(
  a: ArmMeans,
  b: ArmMeans,
  difference: number,
  theta: number,
  { kind }: MetricShape,
): readonly number[] {
  const size = Math.abs(a.now.value);
  const reached = kind === 'ratio' ? a.now.value + difference : b.now.value;
  return [
    ...a.now.gradient.map((slope) => (-Math.sign(a.now.value) * reached * slope) / (size * size)),
    ...(a.before?.gradient ?? []).map((slope) => (theta * slope) / size),
  ];
}

/** θ = Cov(now, before) ÷ Var(before): of all people together for means, of both arms' sums for ratios. */
function slopeOf(control: Moments, treatment: Moments, { kind }: MetricShape, a: ArmMeans, b: ArmMeans): number {
  if (kind !== 'ratio') {
    const [[, covariance = 0] = [], [, variance = 0] = []] = covariancesOf(addMoments(control, treatment));
    return variance > 0 ? covariance / variance : 0;
  }
  const sum = (part: (arm: ArmMeans) => number) => part(a) + part(b);
  const variance = sum((arm) => bilinear(inBefore(arm), arm.covariances, inBefore(arm)));
  return variance > 0 ? sum((arm) => bilinear(inNow(arm), arm.covariances, inBefore(arm))) / variance : 0;
}

/** The gradients, as wide as all variables. */
function inNow({ now, before }: ArmMeans): readonly number[] {
  return [...now.gradient, ...(before?.gradient ?? []).map(() => 0)];
}

function inBefore({ now, before }: ArmMeans): readonly number[] {
  return [...now.gradient.map(() => 0), ...(before?.gradient ?? [])];
}

/** Of the mean of an arm's figure, by the delta method. */
function varianceOf({ covariances, people }: ArmMeans, slopes: readonly number[]): number {
  return bilinear(slopes, covariances, slopes) / people;
}

function differenceVariance(a: ArmMeans, b: ArmMeans, theta: number): number {
  return varianceOf(a, gradient(a, theta)) + varianceOf(b, gradient(b, theta));
}

/** Welch and Satterthwaite's, of the absolute difference. */
function degreesOfFreedom(a: ArmMeans, b: ArmMeans, theta: number): number {
  const [ofA, ofB] = [varianceOf(a, gradient(a, theta)), varianceOf(b, gradient(b, theta))];
  return (ofA + ofB) ** 2 / (ofA ** 2 / (a.people - 1) + ofB ** 2 / (b.people - 1));
}
