import { normalQuantile } from './special-functions.js';

/** A confidence interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** Share of such intervals that hold the true value, for example 0.95. */
  readonly level: number;
}

/** A figure and how sure it is. */
export interface Estimate extends Interval {
  readonly value: number;
}

/** Value ± critical value × standard error. */
export function normalEstimate(value: number, standardError: number, level: number): Estimate {
  const reach = criticalValue(level) * standardError;
  return { value, lower: value - reach, upper: value + reach, level };
}

/**
 * Interval of a share by Wilson's score method (Wilson, 1927). NaN without trials.
 *
 * @param successes 0 … trials
 */
export function shareInterval(successes: number, trials: number, level = 0.95): Estimate {
  const z = criticalValue(level);
  const value = successes / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (value + (z * z) / (2 * trials)) / scale;
  const reach = (z / scale) * Math.sqrt((value * (1 - value)) / trials + (z * z) / (4 * trials * trials));
  // At the ends of the range the interval ends there too, which the difference of two rounded figures may miss.
  const lower = value === 0 ? 0 : Math.max(0, centre - reach);
  const upper = value === 1 ? 1 : Math.min(1, centre + reach);
  return { value, lower, upper, level };
}

/** Interval of the difference a − b of two independent shares (Newcombe, 1998, method 10). */
export function shareDifference(a: Estimate, b: Estimate): Estimate {
  const value = a.value - b.value;
  const lower = value - Math.hypot(a.value - a.lower, b.upper - b.value);
  const upper = value + Math.hypot(a.upper - a.value, b.value - b.lower);
  return { value, lower, upper, level: a.level };
}

/** How many standard errors an interval of this level reaches to either side: 1.96 for 0.95. */
export function criticalValue(level: number): number {
  return normalQuantile((1 + level) / 2, 0, 1);
}
