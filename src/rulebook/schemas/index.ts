export {
  type AttributionAnalysis,
  CREDIT_METHODS,
  type CreditMethod,
  MARKOV_ORDERS,
  type MarkovOrder,
} from './analyses/attribution.js';
export type { NamedInAnalysis } from './analyses/form.js';
export { analysisSchema, formOf } from './analyses/forms.js';
export { type PurchaseEvents } from './analyses/purchases.js';
export { LIFETIME_HORIZON, LIFETIME_PLUGIN, type LifetimeValueAnalysis, wholeDays } from './analyses/lifetime-value.js';
export {
  ADSTOCK_FORMS,
  type MarketingMixAnalysis,
  type MixBudget,
  type MixLift,
  mixProblems,
  type MixQuestion,
} from './analyses/marketing-mix.js';
export { personaFeatures, type PersonasAnalysis } from './analyses/personas.js';
export { type RecommendationsAnalysis } from './analyses/recommendations.js';
export { type RfmAnalysis, STAGES_SINCE } from './analyses/rfm.js';
export { campaignSchema } from './campaign.js';
export {
  type DocumentKind,
  type DocumentOf,
  FOLDERS,
  isSingle,
  SINGLE_KINDS,
  type SingleKind,
  SINGLES,
  singlesOf,
  type SourceDocument,
  type SourceDocuments,
  type UnreadDocument,
} from './documents.js';
export { contactPolicySchema } from './singles/contact-policy.js';
export { FACT_TYPES } from './parts/fact-types.js';
export { factsSchema } from './facts.js';
export { itemFactsSchema } from './singles/item-facts.js';
export { jsonSchemas, SCHEMAS } from './schemas.js';
export { modelSchema } from './model.js';
export { segmentSchema } from './parts/condition.js';
export { shopSchema } from './singles/shop.js';
export { armPolicySchema, strategySchema } from './strategy.js';
