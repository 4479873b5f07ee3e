export type { Answer } from './answer.js';
export { DecisionLog } from './decision-log.js';
export { type StoredDecision, findDecisionTexts } from './decision-table.js';
export { liveDecisions } from './live-decisions.js';
export { DECISION_PERSON_STORE } from './person-store.js';
export type { Repetitions } from './repetition-table.js';
export { type DecisionPlan, planWithContacts } from './settle/plan-group.js';
export type { Idempotency, StoredCase } from './stored-decision.js';
