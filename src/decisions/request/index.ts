export { idempotencyOf } from './idempotency.js';
export { type DecisionRequest, parseDecisionRequest } from './parse-request.js';
export { batchRequestSchema, decisionRequestSchema, pageSchema } from './request.schema.js';
