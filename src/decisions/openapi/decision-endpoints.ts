import { z } from 'zod';
import { batchRequestSchema, decisionRequestSchema, pageSchema } from '../request/index.js';
import {
  batchAnswerSchema,
  decisionPageSchema,
  decisionSchema,
  explanationSchema,
  healthSchema,
  readinessSchema,
  replaySchema,
} from './decision.schema.js';
import { type Endpoint } from '#strata/platform/openapi';

const DECIDE_ERRORS = ['BAD_REQUEST', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'UNAVAILABLE'] as const;
const READERS = ['service', 'marketer'] as const;

const EXAMPLE = {
  userId: 'u-1001',
  strategy: 'win-back-coupon',
  facts: { daysSinceLastOrder: 212, orders: 5, couponOrders: 2, averageOrderValue: 120, city: 'Shanghai' },
  consent: ['marketing'],
};

/** The decision API and the server's own endpoints. */
export const DECISION_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'post',
    path: '/v1/decisions',
    tag: 'decisions',
    summary: 'Decide for one user',
    roles: ['service'],
    headers: {
      'Idempotency-Key': {
        schema: z.string().min(1).max(255),
        description:
          'The same key and body give the same decision for 24 hours; the same key with another body is 409.',
      },
    },
    body: decisionRequestSchema,
    example: EXAMPLE,
    answer: decisionSchema,
    errors: [
      ...DECIDE_ERRORS,
      'UNKNOWN_STRATEGY',
      'IDEMPOTENCY_KEY_REUSED',
      'INVALID_REQUEST',
      'UNKNOWN_FACT',
      'INVALID_FACT',
    ],
  },
  {
    method: 'post',
    path: '/v1/decisions/batch',
    tag: 'decisions',
    summary: 'Decide for up to 1,000 users; a bad row does not fail the rest',
    roles: ['service'],
    body: batchRequestSchema,
    example: { requests: [EXAMPLE] },
    answer: batchAnswerSchema,
    errors: [...DECIDE_ERRORS, 'INVALID_REQUEST'],
  },
  {
    method: 'get',
    path: '/v1/decisions/{id}',
    tag: 'decisions',
    summary: 'A stored decision',
    roles: READERS,
    answer: decisionSchema,
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  {
    method: 'get',
    path: '/v1/decisions/{id}/explanation',
    tag: 'decisions',
    summary: 'A stored decision with all reasons, evaluated conditions and contributions to its scores',
    roles: READERS,
    answer: explanationSchema,
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  {
    method: 'get',
    path: '/v1/decisions/{id}/replay',
    tag: 'decisions',
    summary: 'Decides again from the stored input and compares byte for byte',
    roles: READERS,
    answer: replaySchema,
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  {
    method: 'get',
    path: '/v1/users/{id}/decisions',
    tag: 'decisions',
    summary: "A user's decisions, the latest first",
    roles: READERS,
    query: {
      cursor: { schema: pageSchema.shape.cursor, description: 'The `next` of the page before.' },
      limit: { schema: z.int().min(1).max(200).default(50), description: 'The most decisions of the page.' },
    },
    answer: decisionPageSchema,
    errors: ['INVALID_REQUEST', 'UNAVAILABLE'],
  },
  {
    method: 'get',
    path: '/healthz',
    tag: 'server',
    summary: 'The process runs',
    roles: [],
    answer: healthSchema,
    errors: [],
  },
  {
    method: 'get',
    path: '/readyz',
    tag: 'server',
    summary: 'Decisions can be made and kept',
    roles: [],
    answer: readinessSchema,
    errors: ['UNAVAILABLE'],
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'server',
    summary: 'Figures for Prometheus',
    roles: [],
    answer: { mediaType: 'text/plain' },
    errors: [],
  },
];
