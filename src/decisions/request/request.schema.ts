import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { momentSchema, plainText, somebodySchema, userIdSchema } from '#strata/profiles/calls';

/** The most users of one batch. */
const MOST_ROWS = 1_000;
/** The most events of one request. */
export const MOST_EVENTS = 1_000;
/** The most purposes that one request consents to. */
export const MOST_PURPOSES = 100;
/** Characters of an id, or of the name of an event or a purpose. */
export const LONGEST_NAME = 200;

export const eventSchema = z
  .strictObject({
    name: plainText(LONGEST_NAME),
    at: momentSchema.optional().describe('When it happened; now unless told.'),
    properties: z.record(z.string(), z.unknown()).optional(),
  })
  .describe('Something the user did.');

/** `POST /v1/decisions`. Facts are checked against the catalogue after it. */
export const decisionRequestSchema = z
  .strictObject({
    userId: somebodySchema,
    strategy: plainText(LONGEST_NAME)
      .optional()
      .describe('Id of one strategy; all of the release compete unless told.'),
    facts: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Values by catalogue name; null means that the value is not known.'),
    events: z.array(eventSchema).max(MOST_EVENTS).optional().describe('What triggers look at.'),
    consent: z
      .array(plainText(LONGEST_NAME))
      .max(MOST_PURPOSES)
      .optional()
      .describe(
        'The purposes that the user consented to, beside those that are stored; absent in both means no, and a stored withdrawal always wins.',
      ),
    context: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Where the question was asked; stored with the decision, read by no rule.'),
    dryRun: z
      .boolean()
      .optional()
      .describe('Only says what would be decided now: nothing is stored, reserved or counted.'),
    explain: z.enum(['none', 'summary', 'full']).optional().describe('How much is explained; summary unless told.'),
  })
  .meta({ id: 'DecisionRequest', description: 'What do we offer this user now, if anything, and why?' });

/** `POST /v1/decisions/batch`: every row is checked by itself, so that a bad one does not fail the rest. */
export class BatchBody extends createZodDto(
  z.strictObject({
    requests: z
      .array(z.unknown())
      .min(1)
      .max(MOST_ROWS)
      .describe('Each as the body of `POST /v1/decisions`; answered in this order.'),
  }),
) {}

/** The user of a path. */
export class UserPath extends createZodDto(z.strictObject({ id: userIdSchema })) {}
