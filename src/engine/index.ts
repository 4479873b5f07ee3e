export { campaignAim } from './campaign-aim.js';
export {
  type Campaign,
  type CampaignLimits,
  type CampaignObjective,
  type CampaignWebhook,
  type CronSchedule,
  type FileAudience,
  type Quota,
  type RollingSchedule,
  campaignLimits,
} from './campaign-documents.js';
export {
  conditionLeaves,
  conditionParts,
  conditionReferences,
  factsNamedIn,
  leafFacts,
  partsOf,
  type PlacedLeaf,
} from './condition-walk.js';
export { type ContactPolicy } from './contact-policy.js';
export {
  type Decision,
  type Detail,
  type Expected,
  type Fallback,
  type NearestChange,
  type DecisionOutcome,
  REASON_CODES,
  type Reason,
  type ReasonCode,
  STAGES,
  type Selector,
  type Stage,
  type UsedScore,
} from './decision.js';
export {
  type Condition,
  type ConditionOrSegment,
  type ConditionValue,
  type FactValue,
  type LeafCondition,
} from './condition-documents.js';
export { type ReleaseDocuments, type Segment, type Shop, currencyOf, spokenFacts, timeZoneOf } from './documents.js';
export {
  type EventMeasure,
  type EventQuery,
  type EventsSource,
  type FactCase,
  type FactCatalogue,
  type FactDefinition,
  type FactSource,
  type FactSources,
  type FactType,
  type FirstOfSource,
  type Follower,
  type ProfileMeasure,
  type ProfileSource,
  type RatioSource,
  followerOf,
} from './fact-documents.js';
export { type ModelColumn, type ModelDocument } from './model-documents.js';
export {
  type Experiment,
  type ExperimentArm,
  type FixedRate,
  type Goal,
  type ModelReference,
  type Offer,
  type RankBy,
  type ResponseModel,
  type Strategy,
  type Way,
  armsOf,
} from './strategy-documents.js';
export {
  type Availability,
  type Contact,
  type DecisionInput,
  type Refusal,
  type ScoreResult,
  type Scores,
  type SpentLevel,
  type UpliftOutcomes,
  type UserEvent,
  levelKey,
  pricedLimits,
  type PricedLimits,
  type PriceSource,
  shadowPrice,
  spentCode,
  withSpent,
} from './input.js';
export { type Layer, LAYERS, type PlacedCondition, readsOf } from './strategy-reads.js';
