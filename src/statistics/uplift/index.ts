export { type UpliftEstimates, compareUplift } from './uplift-bootstrap.js';
export { type QiniPoint, type UpliftBin, qiniCurve, upliftByBin } from './uplift-curve.js';
export { type UpliftSample, rankForUplift, upliftMetrics } from './uplift-ranking.js';
