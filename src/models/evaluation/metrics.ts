import { seededRandom } from '../../sdk/index.js';
import {
  aucInterval,
  brierScore,
  calibrationTable,
  type CalibrationBin,
  type Estimate,
  expectedCalibrationError,
  logLoss,
  meanAbsoluteError,
  perfectCalibrationError,
  rootMeanSquaredError,
} from '../../statistics/index.js';

/** How good probabilities are on rows that the model has not seen. */
export interface BinaryMetrics {
  readonly rows: number;
  readonly positives: number;
  readonly auc: Estimate;
  readonly logLoss: number;
  readonly brier: number;
  /** Expected calibration error, in ten bins of equally many rows. */
  readonly calibrationError: number;
  /** What a perfectly calibrated model stays below 95 times of 100 on as many rows. */
  readonly perfectCalibrationError: number;
  readonly calibration: readonly CalibrationBin[];
}

/** How good predicted values are. */
export interface ValueMetrics {
  readonly rows: number;
  readonly rootMeanSquaredError: number;
  readonly meanAbsoluteError: number;
  /** The errors of always predicting the mean of the rows. */
  readonly ofTheMean: { readonly rootMeanSquaredError: number; readonly meanAbsoluteError: number };
}

/** @param seed of the simulation of the perfect model */
export function binaryMetrics(probabilities: Float64Array, labels: Float64Array, seed: number): BinaryMetrics {
  const calibration = calibrationTable(probabilities, labels);
  const random = seededRandom(seed);
  return {
    rows: labels.length,
    positives: labels.reduce((sum, label) => sum + label, 0),
    auc: aucInterval(probabilities, labels),
    logLoss: logLoss(probabilities, labels),
    brier: brierScore(probabilities, labels),
    calibrationError: expectedCalibrationError(calibration),
    perfectCalibrationError: perfectCalibrationError(probabilities, () => random.uniform()),
    calibration,
  };
}

export function valueMetrics(predicted: Float64Array, actual: Float64Array): ValueMetrics {
  const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
  const always = new Float64Array(actual.length).fill(mean);
  const errors = (values: Float64Array) => ({
    rootMeanSquaredError: rootMeanSquaredError(values, actual),
    meanAbsoluteError: meanAbsoluteError(values, actual),
  });
  return { rows: actual.length, ...errors(predicted), ofTheMean: errors(always) };
}
