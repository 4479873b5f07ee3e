export { idempotencyOf } from './idempotency.js';
export { type DecisionRequest, parseDecisionRequest } from './parse-request.js';
export { BatchBody, decisionRequestSchema, PageQuery, UserPath } from './request.schema.js';
