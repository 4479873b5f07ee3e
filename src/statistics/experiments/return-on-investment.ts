import { criticalValue, type Estimate } from '../index.js';
import { type Peeking, sequentialCriticalValue } from './always-valid.js';
import { bilinear, covariancesOf, meansOf, type Moments } from './moments.js';

/** How a return is told. */
export interface ReturnOptions {
  /** Share of a value that is profit, 0 to 1. */
  readonly margin: number;
  readonly level: number;
  /** Given where it is looked at more than once. */
  readonly peeking?: Peeking;
}

/**
 * The return on what the treated cost: (margin × incremental value − cost) ÷ cost, where the control group tells what would
 * have been spent anyway. By the delta method, so that it is unsure of the cost, too. Null with fewer than two people in
 * either group, or without a cost.
 *
 * @param treated value and cost of each person, in this order
 * @param control value of each person; more variables are not looked at
 */
export function returnOnInvestment(
  treated: Moments,
  control: Moments,
  { margin, level, peeking }: ReturnOptions,
): Estimate | null {
  const [[value = 0, cost = 0], [natural = 0]] = [meansOf(treated), meansOf(control)];
  if (treated.people < 2 || control.people < 2 || !(cost > 0)) return null;
  const gained = margin * (value - natural);
  const slopes = [margin / cost, -gained / (cost * cost)];
  const ofTreated = bilinear(slopes, covariancesOf(treated), slopes) / treated.people;
  const ofControl = ((margin / cost) ** 2 * (covariancesOf(control)[0]?.[0] ?? 0)) / control.people;
  const reached = peeking?.reached ?? treated.people + control.people;
  const critical = peeking === undefined ? criticalValue(level) : sequentialCriticalValue(reached, level, peeking);
  const reach = critical * Math.sqrt(ofTreated + ofControl);
  const roi = gained / cost - 1;
  return { value: roi, lower: roi - reach, upper: roi + reach, level };
}
