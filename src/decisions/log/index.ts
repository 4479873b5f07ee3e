export type { Answer } from './rows/answer.js';
export { DecisionLog } from './decision-log.js';
export { type StoredDecision, findDecisionTexts } from './rows/decision-table.js';
export { liveDecisions } from './live-decisions.js';
export { DECISION_PERSON_STORE } from './person-store.js';
export type { Repetitions } from './rows/repetition-table.js';
export { type DecisionPlan, planWithContacts } from './settle/plan-group.js';
export { readCase, readDecision } from './rows/read-stored.js';
export type { Idempotency, StoredCase } from './rows/stored-decision.js';
