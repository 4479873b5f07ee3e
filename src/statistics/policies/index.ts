export { type CampaignResult, type GroupOutcome, campaignResult } from './campaign-result.js';
export {
  POLICY_FLOOR,
  type PolicyLog,
  type PolicyRefusal,
  type PolicyValue,
  type PolicyWeights,
  policyLead,
  policyRefusal,
  policyValue,
  policyWeights,
  refusalOf,
} from './policy-value.js';
export { policyDifference, policyOutcome } from './uplift-policy.js';
