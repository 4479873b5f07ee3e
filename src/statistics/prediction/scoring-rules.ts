import { at } from '../index.js';

/** Probabilities are kept this far from 0 and 1, so that one wrong certainty does not make the log loss infinite. */
const LEAST_PROBABILITY = 1e-15;

/** Mean of −ln of the probability given to what happened; 0 is perfect. NaN without rows. */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  return meanOver(probabilities, (probability, i) => {
    const given = at(labels, i) === 1 ? probability : 1 - probability;
    return -Math.log(Math.min(1, Math.max(LEAST_PROBABILITY, given)));
  });
}

/** Mean squared difference of probability and label (Brier, 1950), 0 to 1; 0 is perfect. NaN without rows. */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  return meanOver(probabilities, (probability, i) => (probability - at(labels, i)) ** 2);
}

/** Root of the mean squared error of predicted values. NaN without rows. */
export function rootMeanSquaredError(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  return Math.sqrt(meanOver(predicted, (value, i) => (value - at(actual, i)) ** 2));
}

/** Mean absolute error of predicted values. NaN without rows. */
export function meanAbsoluteError(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  return meanOver(predicted, (value, i) => Math.abs(value - at(actual, i)));
}

function meanOver(values: ArrayLike<number>, term: (value: number, index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += term(at(values, i), i);
  return sum / values.length;
}
