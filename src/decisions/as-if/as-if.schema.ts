import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { momentSchema, plainText, somebodySchema } from '#strata/profiles/calls';
import { decisionSchema, explanationSchema, verdictSchema } from '../http/index.js';
import { decisionRequestSchema, LONGEST_NAME } from '../request/index.js';

const { facts, events, strategy, consent } = decisionRequestSchema.shape;

/** `POST /v1/decisions/preview`. */
export const asIfSchema = z
  .strictObject({
    of: z
      .uuid()
      .optional()
      .describe(
        'A stored decision: its facts, events, consent, contacts, moment, release and versions of models, with what else is said here changed.',
      ),
    userId: somebodySchema
      .optional()
      .describe('Whose stored facts, events, consent and contacts count; nobody’s where absent.'),
    at: momentSchema.optional().describe('The moment, ISO 8601; defaults to now. Not together with `of`.'),
    strategy,
    facts: facts.describe('In place of the known ones, by catalogue name; null means that the value is not known.'),
    events: events.describe('Beside the known ones.'),
    consent: consent.describe('In place of the known ones: the purposes that the person agrees to.'),
    suppressed: z.boolean().optional().describe('In place of what is known.'),
    arms: z
      .record(plainText(LONGEST_NAME), plainText(LONGEST_NAME))
      .optional()
      .describe('As if drawn into these arms, by strategy.'),
    heldOut: z.literal(false).optional().describe('As if no hold-out had drawn the person.'),
    explain: z
      .enum(['summary', 'full'])
      .default('summary')
      .describe('`full`: also what `GET /v1/decisions/{id}/explanation` answers, which takes a search.'),
  })
  .refine((asked) => asked.of === undefined || (asked.userId === undefined && asked.at === undefined), {
    error: 'A stored decision has its person and its moment: send `of`, or `userId` and `at`.',
    path: ['of'],
  });

export class AsIfBody extends createZodDto(asIfSchema) {}

/** What would be decided. */
export const asIfAnswerSchema = z
  .strictObject({
    of: z.uuid().nullable(),
    userId: z.string().nullable().describe('Null for a person who is made up.'),
    at: z.iso.datetime(),
    facts: z.record(z.string(), z.unknown()).describe('What was decided on, by catalogue name.'),
    consent: z.array(z.string()),
    suppressed: z.boolean(),
    repeats: z
      .uuid()
      .nullable()
      .describe('The decision that `POST /v1/decisions` would answer again, as its offer stands; else null.'),
    decision: decisionSchema.describe('With all reasons. Its id names nothing.'),
    verdicts: z.array(verdictSchema).describe('Of each strategy, by id.'),
    explanation: explanationSchema.nullable().describe('Only in full.'),
  })
  .meta({ id: 'DecisionPreview' });
