import { z } from 'zod';
import { type Endpoint } from '#strata/platform/openapi';
import { outcomeBody, outcomeSchema, resultsQuery } from './outcome.schema.js';

const estimate = z
  .strictObject({ value: z.number(), lower: z.number().nullable(), upper: z.number().nullable(), level: z.number() })
  .describe('A figure and the interval that holds the true one in `level` of all cases; null bounds are not known.');

const count = {
  users: z.int(),
  contacts: z.int().describe('Offers made, or how often somebody was held out.'),
  conversions: z.int().describe('Users with a goal event.'),
  redeemed: z.int().describe('Offers used.'),
  value: z.number().describe('Money: the sum of the values of the goal events.'),
  openWindows: z.int().describe('Windows that have not ended, so that there may be more to come.'),
};

const group = {
  treated: z.strictObject(count),
  holdout: z.strictObject({ status: z.enum(['used', 'too small', 'missing']), words: z.string(), ...count }),
  result: z
    .strictObject({
      basis: z.enum(['incremental', 'gross']).describe('Gross where no hold-out tells what happens anyway.'),
      conversionRate: estimate,
      redeemed: z.int(),
      cost: z.number().describe('Contacts × contact cost + redeemed × face value.'),
      incremental: estimate.nullable().describe('Conversions above what the hold-out promises for as many users.'),
      incrementalValue: estimate.nullable(),
      profit: estimate.describe('Margin × incremental value − cost.'),
      roi: estimate.nullable().describe('Profit ÷ cost; null where it cost nothing.'),
    })
    .nullable()
    .describe('Null where nobody was treated.'),
};

const resultsSchema = z.strictObject({
  strategy: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  currency: z.string().nullable().describe('ISO 4217, of all amounts; null where the shop says none.'),
  ...group,
  arms: z.array(z.strictObject({ arm: z.string(), ...group })),
  days: z.array(z.strictObject({ day: z.string().describe('UTC, of the decisions.'), ...group })),
});

/** Outcomes and results. */
export const OUTCOME_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'post',
    path: '/v1/outcomes',
    tag: 'outcomes',
    summary: 'Report what a user did; tracked goal events count without it',
    roles: ['service'],
    body: outcomeBody,
    example: { id: 'order-9001', userId: 'u-1001', strategy: 'win-back-coupon', value: 130, redeemed: true },
    answer: outcomeSchema,
    errors: [
      'BAD_REQUEST',
      'BODY_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'UNAVAILABLE',
      'NOT_FOUND',
      'UNKNOWN_STRATEGY',
      'INVALID_REQUEST',
    ],
  },
  {
    method: 'get',
    path: '/v1/strategies/{id}/results',
    tag: 'outcomes',
    summary: 'Conversions, cost, return and incremental lift against the hold-out, all in all, by arm and day',
    roles: ['marketer'],
    query: {
      from: { schema: resultsQuery.shape.from, description: 'Decisions from this moment on.' },
      to: { schema: resultsQuery.shape.to, description: 'Decisions before this moment.' },
      level: { schema: z.number().min(0.5).max(0.999).default(0.95), description: 'Level of the intervals.' },
    },
    answer: resultsSchema,
    errors: ['UNKNOWN_STRATEGY', 'INVALID_REQUEST', 'UNAVAILABLE'],
  },
];
