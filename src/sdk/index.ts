export {
  adjustedRand,
  type ClusterChoice,
  type ClusterDescription,
  type ClustererDefinition,
  defineClusterer,
  OUTLIER,
  pickFrameRows,
  silhouette,
  stabilityOf,
} from './clusterer.js';
export * from './errors.js';
export {
  candidatesByWeights,
  type ItemWeights,
  packItemWeights,
  partsByWeights,
  scoreByWeights,
  similarityByWeights,
  strongestWeights,
  turnedWeights,
  unpackItemWeights,
} from './item-weights.js';
export {
  type FitRun,
  type FittedBase,
  type FittedDefinition,
  type LoadFittedBase,
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
  type EarlierHistories,
  type Estimated,
  type LifetimeDefinition,
  type LifetimeDescription,
  type LifetimeForecast,
  type ObservedHistories,
  type PurchaseHistories,
} from './lifetime.js';
export { adviceFor, nearestName, nearSpelling, synonymOf } from './nearest.js';
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
export {
  byItem,
  defineRecommender,
  hadByItem,
  historyOf,
  type Interactions,
  type ItemColumn,
  type ItemFacts,
  type ItemLists,
  type ItemReason,
  NO_ITEM,
  type Recommender,
  type RecommenderDefinition,
  type RecommenderDescription,
  type RecommenderInput,
  type TagsColumn,
  type FreeTextColumn,
  type WantedItems,
} from './recommender.js';
export * from './scorer.js';
