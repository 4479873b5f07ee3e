import { seededRandom } from '#sdk';
import {
  aucInterval,
  brierScore,
  calibrationTable,
  type CalibrationBin,
  expectedCalibrationError,
  logLoss,
  meanAbsoluteError,
  perfectCalibrationError,
  rootMeanSquaredError,
} from '#strata/statistics/prediction';
import { bootstrapEstimate, bootstrapSums, type Estimate } from '#strata/statistics';

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
  /** R²: the share of the squared differences from the mean that the model explains; 1 at most, below 0 if it is worse than the mean. */
  readonly explained: Estimate;
  /** Rows in up to ten groups by predicted value: the means of what was predicted and of what happened. */
  readonly calibration: readonly CalibrationBin[];
  /** The errors of always predicting the mean of the rows. */
  readonly ofTheMean: { readonly rootMeanSquaredError: number; readonly meanAbsoluteError: number };
}

/**
 * @param seed of the simulation of the perfect model
 * @param people for each row the number of its person, where people have several rows: intervals and limits count them
 */
export function binaryMetrics(
  probabilities: Float64Array,
  labels: Float64Array,
  seed: number,
  people?: Uint32Array,
): BinaryMetrics {
  const calibration = calibrationTable(probabilities, labels, undefined, people);
  const random = seededRandom(seed);
  return {
    rows: labels.length,
    positives: labels.reduce((sum, label) => sum + label, 0),
    auc: aucInterval(probabilities, labels, people),
    logLoss: logLoss(probabilities, labels),
    brier: brierScore(probabilities, labels),
    calibrationError: expectedCalibrationError(calibration),
    perfectCalibrationError: perfectCalibrationError(
      probabilities,
      () => random.uniform(),
      undefined,
      people && { labels, clusters: people },
    ),
    calibration,
  };
}

/**
 * @param seed of the interval
 * @param people for each row the number of its person, where people have several rows: the interval counts them
 */
export function valueMetrics(
  predicted: Float64Array,
  actual: Float64Array,
  seed = 1,
  people?: Uint32Array,
): ValueMetrics {
  const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
  const always = new Float64Array(actual.length).fill(mean);
  const errors = (values: Float64Array) => ({
    rootMeanSquaredError: rootMeanSquaredError(values, actual),
    meanAbsoluteError: meanAbsoluteError(values, actual),
  });
  return {
    rows: actual.length,
    ...errors(predicted),
    explained: explainedShare(predicted, actual, seed, people),
    calibration: calibrationTable(predicted, actual),
    ofTheMean: errors(always),
  };
}

/** R² with the interval of a bootstrap of its sums. */
function explainedShare(
  predicted: Float64Array,
  actual: Float64Array,
  seed: number,
  people: Uint32Array | undefined,
): Estimate {
  const random = seededRandom(seed);
  const sums = bootstrapSums({
    columns: [
      actual.map((value, row) => (value - (predicted[row] ?? 0)) ** 2),
      actual,
      actual.map((value) => value * value),
      new Float64Array(actual.length).fill(1),
    ],
    ...(people === undefined ? {} : { clusters: people }),
    uniform: () => random.uniform(),
  });
  return bootstrapEstimate(
    sums,
    ([error = 0, sum = 0, squares = 0, rows = 0]) => 1 - error / (squares - (sum * sum) / rows),
  );
}
