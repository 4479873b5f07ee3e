export {
  exceedsAtLook,
  normalMixtureBound,
  normalMixtureRho,
  type Peeking,
  sequentialCriticalValue,
  sequentialPValue,
  sequentialShareInterval,
  sequentialSharesPValue,
} from './always-valid.js';
export { type ArmEffect, armEffect, type EffectOptions, type MetricShape } from './effect.js';
export { addMoments, covariancesOf, meansOf, type Moments, momentsOf, noMoments, weighMoments } from './moments.js';
export {
  type ExperimentPlan,
  minimumDetectableEffect,
  type PlannedMetric,
  powerOf,
  type ProportionMethod,
  proportionSampleSize,
  ratioMetric,
  sampleSize,
} from './planning.js';
export { returnOnInvestment } from './return-on-investment.js';
export { benjaminiHochberg, holm, sampleRatio } from './significance.js';
