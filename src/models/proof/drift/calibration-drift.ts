import { seededRandom } from '#sdk';
import { calibrationTable, expectedCalibrationError, perfectCalibrationError } from '#strata/statistics/prediction';
import { shareInterval } from '#strata/statistics';
import { type CalibrationDrift } from './drift-report.js';
import { type SettledPerson } from './live-decisions.js';

/** Fewer outcomes say nothing about probabilities. */
const LEAST_PEOPLE = 200;
/** An error below this moves no decision. */
const HARMLESS = 0.02;

/**
 * Whether probabilities still hold for the people that decisions scored. Null for too few. It is warned of where the
 * error is more than a perfect model could have by chance, and more than 0.02.
 */
export function calibrationDrift(people: readonly SettledPerson[], seed: number): CalibrationDrift | null {
  if (people.length < LEAST_PEOPLE) return null;
  const scores = Float64Array.from(people, ({ score }) => score);
  const labels = Float64Array.from(people, ({ converted }) => Number(converted));
  const random = seededRandom(seed);
  const error = expectedCalibrationError(calibrationTable(scores, labels));
  const perfect = perfectCalibrationError(scores, () => random.uniform());
  return {
    people: people.length,
    promised: sum(scores) / people.length,
    happened: shareInterval(sum(labels), people.length),
    error,
    perfect,
    result: error > perfect && error > HARMLESS ? 'warned' : 'ok',
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
