import { z } from 'zod';
import { type EndpointDescription } from '#strata/platform/http';
import { type Evaluation } from './evaluation.js';
import { type FlagFailure, type OfrepErrorCode } from './ofrep-error.js';

const bodySchema = z.looseObject({
  context: z
    .looseObject({
      targetingKey: z.string().describe('The user.'),
      consent: z
        .union([z.string(), z.array(z.string())])
        .optional()
        .describe('The purposes that the user agreed to.'),
    })
    .describe('Entries named as facts of the catalogue are these facts; others are kept with the decision.'),
});

const evaluationSchema = z.strictObject({
  key: z.string().describe('The strategy.'),
  value: z.string().describe("The offer's id, or none."),
  variant: z.string().describe('The same.'),
  reason: z
    .enum(['TARGETING_MATCH', 'SPLIT', 'DEFAULT', 'DISABLED'])
    .describe('SPLIT: an arm or the hold-out was drawn. DEFAULT: no offer. DISABLED: not active.'),
  metadata: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe(
      'decisionId, release, outcome, arm, selector, level, stoppedBy, repeated, reasonCode, channel and so on.',
    ),
}) satisfies z.ZodType<Evaluation>;

const CODES = ['PARSE_ERROR', 'TARGETING_KEY_MISSING', 'INVALID_CONTEXT', 'FLAG_NOT_FOUND', 'GENERAL'] as const;
const bulkFailureSchema = z.strictObject({
  errorCode: z.enum(CODES) satisfies z.ZodType<OfrepErrorCode>,
  errorDetails: z.string(),
}) satisfies z.ZodType<FlagFailure>;
const failureSchema = bulkFailureSchema.extend({ key: z.string() });

const EXAMPLE = {
  context: { targetingKey: 'u-1001', consent: ['marketing'], daysSinceLastOrder: 212, orders: 5, city: 'Shanghai' },
};

const failures = (schema: z.ZodType): EndpointDescription['others'] => ({
  400: { description: 'PARSE_ERROR, TARGETING_KEY_MISSING, INVALID_CONTEXT', schema },
  503: { description: 'GENERAL', schema },
});

/** What both calls take, which reads the context by the protocol's own rules. */
const request = { body: bodySchema, bodyExample: EXAMPLE };

/** One strategy as a flag. */
export const ONE_FLAG: EndpointDescription = {
  summary: 'Decide one strategy as a flag; the decision is logged, and its offer reserved',
  ...request,
  answer: evaluationSchema,
  others: { ...failures(failureSchema), 404: { description: 'FLAG_NOT_FOUND', schema: failureSchema } },
};

/** All strategies as flags. */
export const ALL_FLAGS: EndpointDescription = {
  summary: 'All strategies as flags; nothing is logged or reserved',
  headers: {
    'If-None-Match': {
      schema: z.string(),
      description: 'The ETag of flags that are known: 304 where they are the same.',
    },
  },
  ...request,
  answer: z.strictObject({ flags: z.array(evaluationSchema) }),
  others: { ...failures(bulkFailureSchema), 304: { description: 'The flags are the same as before.' } },
};
