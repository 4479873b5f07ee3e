export { idempotencyOf } from './idempotency.js';
export { type DecisionRequest, parseDecisionRequest } from './parse-request.js';
export { BatchBody, decisionRequestSchema, LONGEST_NAME, UserPath } from './request.schema.js';
