export { aucDifference, aucInterval } from './auc-interval.js';
export {
  calibrationTable,
  type CalibrationBin,
  expectedCalibrationError,
  perfectCalibrationError,
} from './calibration.js';
export { bootstrapEstimate, type BootstrapRequest, type BootstrapSums, bootstrapSums } from './bootstrap.js';
export { campaignResult, type CampaignOutcome, type CampaignResult, type GroupOutcome } from './campaign-result.js';
export {
  binCount,
  binIndexes,
  type Bins,
  binsOf,
  type ColumnValues,
  type Distribution,
  distributionOf,
} from './distribution.js';
export { binContributions, nearestMixture, populationStabilityIndex, type Stability } from './drift.js';
export { type FourFifths, GROUP_FLOOR, type GroupFairness, groupFairness, type GroupSelection } from './fairness.js';
export { type Estimate, type Interval, normalEstimate, shareDifference, shareInterval } from './interval.js';
export { isotonicBlocks, type IsotonicBlock, type IsotonicFit, isotonicRegression, isotonicValue } from './isotonic.js';
export {
  POLICY_FLOOR,
  type PolicyLog,
  policyValue,
  type PolicyValue,
  type PolicyWeights,
  policyWeights,
  refusalOf,
} from './policy-value.js';
export { areShares, effectiveRows, meanOutcome } from './mean-outcome.js';
export { bestProfit, profitCurve, type ProfitPoint } from './profit-curve.js';
export { quantile, quantiles } from './quantile.js';
export { ascendingOrder, rankCorrelation } from './ranking.js';
export { rocAuc } from './roc-auc.js';
export { brierScore, logLoss, meanAbsoluteError, rootMeanSquaredError } from './scoring-rules.js';
export { type BinnedRows, separability } from './separability.js';
export {
  coverageAt,
  coverageCurve,
  precisionRecallCurve,
  type SelectionPoint,
  smoothedPrecisionRecallCurve,
} from './selection-curve.js';
export { type SuggestedThreshold, suggestThresholds } from './thresholds.js';
export {
  type KnownBefore,
  largestSure,
  type StandardisedDifference,
  standardisedDifferences,
  type TreatmentBalance,
  treatmentBalance,
} from './treatment-balance.js';
export {
  type ComparedUplift,
  compareUplift,
  type UpliftBootstrapOptions,
  type UpliftEstimates,
} from './uplift-bootstrap.js';
export { type QiniPoint, qiniCurve, type UpliftBin, upliftByBin } from './uplift-curve.js';
export { type ArmsSample, policyDifference, policyOutcome } from './uplift-policy.js';
export {
  rankForUplift,
  type UpliftMetrics,
  upliftMetrics,
  type UpliftRanking,
  type UpliftSample,
} from './uplift-ranking.js';
