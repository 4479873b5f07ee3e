export { aucDifference, aucInterval } from './auc-interval.js';
export {
  type CalibrationBin,
  calibrationTable,
  expectedCalibrationError,
  perfectCalibrationError,
} from './calibration.js';
export { normalisedGini, shareOfBest } from './gini.js';
export { isotonicRegression } from './isotonic.js';
export { type ProfitPoint, bestProfit, profitCurve } from './profit-curve.js';
export { rocAuc } from './roc-auc.js';
export { brierScore, logLoss, meanAbsoluteError, rootMeanSquaredError } from './scoring-rules.js';
export {
  type SelectionPoint,
  coverageAt,
  coverageCurve,
  precisionRecallCurve,
  smoothedPrecisionRecallCurve,
} from './selection-curve.js';
export { type SuggestedThreshold, suggestThresholds } from './thresholds.js';
