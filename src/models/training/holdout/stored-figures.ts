import { z } from 'zod';
import { type BinaryMetrics, type ValueMetrics } from './metrics.js';

/** A number as it is stored: JSON has no NaN and nothing infinite, there they are null. */
export const figure = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const count = z.number();

/** A figure with its interval as it is stored. */
export const estimate = z.object({ value: figure, lower: figure, upper: figure, level: count });

const calibrationBin = z.object({
  rows: count,
  from: figure,
  to: figure,
  predicted: figure,
  observed: figure,
  effectiveRows: count.exactOptional(),
});

const binaryMetrics: z.ZodType<BinaryMetrics> = z.object({
  rows: count,
  positives: count,
  auc: estimate,
  logLoss: figure,
  brier: figure,
  calibrationError: figure,
  perfectCalibrationError: figure,
  calibration: z.array(calibrationBin),
});

const errors = { rootMeanSquaredError: figure, meanAbsoluteError: figure };
const valueMetrics: z.ZodType<ValueMetrics> = z.object({
  rows: count,
  ...errors,
  explained: estimate,
  calibration: z.array(calibrationBin),
  ofTheMean: z.object(errors),
});

/** What was measured on rows that were not trained on, as it is stored. */
export const storedMetrics = z.union([binaryMetrics, valueMetrics]);
