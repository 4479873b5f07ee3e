import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { momentSchema, plainText, somebodySchema } from '#strata/profiles/calls';

const strategyIdSchema = plainText(200);

const moment = momentSchema.transform((at) => new Date(at).toISOString());

/** Larger ones are mistakes. */
const MOST_MONEY = 1e12;

/** `POST /v1/outcomes`. */
const outcomeBody = z
  .strictObject({
    id: plainText(255).describe(
      'Yours: the same id again counts once. The message id of an event that is tracked, too.',
    ),
    decisionId: z.uuid().optional().describe('The decision that it belongs to; else name `userId` and `strategy`.'),
    userId: somebodySchema.optional(),
    strategy: strategyIdSchema.optional().describe('Its last decision about the user in whose window `at` falls.'),
    event: plainText(200).optional().describe("What happened; the goal's event unless told. Others do not convert."),
    value: z.number().min(0).max(MOST_MONEY).optional().describe("Money; the goal's order value unless told."),
    redeemed: z.boolean().default(false).describe('The offer was used.'),
    at: moment.optional().describe('When it happened; now unless told.'),
  })
  .refine(
    ({ decisionId, userId, strategy }) =>
      (decisionId === undefined) === (userId !== undefined && strategy !== undefined),
    {
      error: 'Name either the decision, or the user and the strategy',
    },
  );

/** An outcome as it is reported. */
export class ReportedOutcome extends createZodDto(outcomeBody) {}

export const outcomeSchema = z.strictObject({
  id: z.string(),
  decisionId: z.uuid().nullable().describe('Null where it falls into no window: then it is not kept.'),
  userId: z.string(),
  strategy: z.string(),
  offer: z.string().nullable().describe('Null for a hold-out.'),
  event: z.string().nullable(),
  value: z.number(),
  redeemed: z.boolean(),
  at: z.iso.datetime(),
  repeated: z.boolean().describe('It was known already, and is as it came the first time.'),
});

/** Query of `GET /v1/strategies/{id}/results`. */
export const resultsQuery = z.strictObject({
  from: moment.optional().describe('Decisions from this moment on.'),
  to: moment.optional().describe('Decisions before this moment.'),
  level: z.coerce.number().min(0.5).max(0.999).default(0.95).describe('Level of the intervals.'),
});

export class ResultsQuery extends createZodDto(resultsQuery) {}

export class StrategyPath extends createZodDto(z.strictObject({ id: strategyIdSchema })) {}
