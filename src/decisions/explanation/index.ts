export { ExplainDecisionHandler } from './explain-decision.handler.js';
export { ExplainDecisionQuery } from './explain-decision.query.js';
export { type DecisionExplanation, explainChoice, type ExplainedScore } from './explanation.js';
export { findNearestChange } from './nearest-change.js';
