export * from './errors.js';
export type { FitRun, FittedDefinition } from './fitted.js';
export * from './frame.js';
export {
  PLUGIN_KIND_CODES,
  PLUGIN_KINDS,
  type PluginKind,
  type PluginKindCode,
  shapeProblems,
  SDK_VERSION,
} from './kinds.js';
export {
  type BaseForecast,
  defineLifetime,
  type Estimated,
  type LifetimeDefinition,
  type LifetimeDescription,
  type LifetimeForecast,
  type PurchaseHistories,
} from './lifetime.js';
export * from './nearest.js';
export { packArrays, type PackedArray, type PackedModel, unpackArrays } from './packed-arrays.js';
export {
  definePolicy,
  type PolicyDefinition,
  type PolicyQuestion,
  type Reward,
  REWARDS,
  type RewardKind,
} from './policy.js';
export * from './random.js';
export * from './scorer.js';
export { adviceFor, synonymOf } from './synonyms.js';
