export { idempotencyOf } from './idempotency.js';
export { type DecisionRequest, parseDecisionRequest } from './parse-request.js';
export { BatchBody, decisionRequestSchema, UserPath } from './request.schema.js';
