import { type Estimate, normalEstimate, shareInterval } from './interval.js';
import { at } from './ranking.js';

/** Some people's outcomes: successes (0 and 1) or any values, each of a weight. */
export interface Outcomes {
  /** 0 or 1, or any finite value. */
  readonly labels: ArrayLike<number>;
  /** Positive; 1 unless given. */
  readonly weights?: ArrayLike<number>;
  /** For each row the number of its person, from 0, where people have several rows: what is unsure is unsure by person. */
  readonly clusters?: ArrayLike<number>;
}

/** Whether outcomes are successes, 0 and 1, rather than values. */
export function areShares(labels: ArrayLike<number>): boolean {
  for (let row = 0; row < labels.length; row++) if (at(labels, row) !== 0 && at(labels, row) !== 1) return false;
  return true;
}

/**
 * The mean outcome of some of the rows, weighted. With successes it is a share with Wilson's interval, with values a mean
 * with its normal interval; they count {@link effectiveRows}. NaN without rows; the bounds of a mean are NaN for a single
 * row.
 *
 * @param shares whether the outcomes are successes: see {@link areShares}
 */
export function meanOutcome(outcomes: Outcomes, rows: ArrayLike<number>, shares: boolean, level = 0.95): Estimate {
  const { labels, weights } = outcomes;
  let [weight, sum] = [0, 0];
  for (let place = 0; place < rows.length; place++) {
    const row = at(rows, place);
    const own = weights === undefined ? 1 : at(weights, row);
    weight += own;
    sum += own * at(labels, row);
  }
  const mean = sum / weight;
  const effective = effectiveRows(outcomes, rows);
  if (shares) return shareInterval(mean * effective, effective, level);
  // From the mean, since a difference of two squares would leave rounding, and the order of the rows, where all are equal.
  let squares = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = at(rows, place);
    squares += (weights === undefined ? 1 : at(weights, row)) * (at(labels, row) - mean) ** 2;
  }
  const variance = squares / weight / (effective > 1 ? effective - 1 : Number.NaN);
  return normalEstimate(mean, Math.sqrt(variance), level);
}

/**
 * As many single, equally weighted rows of as many people would say as much about the mean of these: Kish's (Σw)² ÷ Σw²
 * (1965), divided by the design effect of people with several rows. That is the variance of the weighted mean with
 * residuals added up by person, by linearisation, over the one of rows that had nothing to do with each other (Kish,
 * 1965, ch. 8; intervals of shares from it: Korn and Graubard, 1998), and at least 1. Where every row is a person it is
 * Kish's size itself; rows that only repeat add nothing.
 */
export function effectiveRows({ labels, weights, clusters }: Outcomes, rows: ArrayLike<number>): number {
  let [weight, weightSquares, sum] = [0, 0, 0];
  for (let place = 0; place < rows.length; place++) {
    const own = weights === undefined ? 1 : at(weights, at(rows, place));
    weight += own;
    weightSquares += own * own;
    sum += own * at(labels, at(rows, place));
  }
  const size = (weight * weight) / weightSquares;
  if (clusters === undefined) return size;
  const ofPeople = new Map<number, { weight: number; residual: number }>();
  let residualSquares = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = at(rows, place);
    const own = weights === undefined ? 1 : at(weights, row);
    const residual = own * (at(labels, row) - sum / weight);
    residualSquares += residual * residual;
    const person = ofPeople.get(at(clusters, row));
    if (person === undefined) ofPeople.set(at(clusters, row), { weight: own, residual });
    else {
      person.weight += own;
      person.residual += residual;
    }
  }
  const squaresOf = (part: 'weight' | 'residual') =>
    [...ofPeople.values()].reduce((squares, person) => squares + person[part] ** 2, 0);
  const effect = residualSquares > 0 ? squaresOf('residual') / residualSquares : squaresOf('weight') / weightSquares;
  return size / Math.max(1, effect);
}
