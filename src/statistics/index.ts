export { type BootstrapSums, bootstrapEstimate, bootstrapSums, clusterSums, jointEstimates } from './bootstrap.js';
export {
  type Bins,
  type ColumnValues,
  type Distribution,
  binCount,
  binIndexes,
  binsOf,
  distributionOf,
} from './distribution.js';
export {
  type Estimate,
  type Interval,
  criticalValue,
  normalEstimate,
  shareDifference,
  shareInterval,
} from './interval.js';
export { type Outcomes, areShares, effectiveRows, meanOutcome } from './mean-outcome.js';
export { type PrincipalComponents, principalComponents } from './principal-components.js';
export { quantile, quantiles } from './quantile.js';
export { betaln, chiSquareCdf, normalCdf, normalQuantile, tCdf, tQuantile } from './special-functions.js';
export { ascendingOrder, at, midranks, rankCorrelation, tieEnd, tiedPieces } from './ranking.js';
