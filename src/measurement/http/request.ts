import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { armPolicySchema } from '#strata/rulebook/schemas';
import { parsePolicy, POLICY_FORMS } from '../backtest/index.js';
import { COMPARISONS } from '../jobs/index.js';

const MAX_SEED = 2 ** 32 - 1;
const column = z.string().min(1).max(200);
const version = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/** What names a column of the history. */
const COLUMNS = [
  'label',
  'positive',
  'treatment',
  'control',
  'propensity',
  'time',
  'campaign',
  'value',
  'redeemed',
] as const;

/** `POST /v1/strategies/{id}/backtest` */
export class BacktestBody extends createZodDto(
  z
    .strictObject({
      compare: z
        .enum(COMPARISONS)
        .default('selectors')
        .describe(
          'selectors: the models with the human rule and simpler selectors; ladder: everybody, segment, trigger, predictive and the human rule; policies: what other ways of choosing would have brought.',
        ),
      policies: z
        .array(
          z.union([
            z.string().refine((text) => parsePolicy(text) !== null, { error: POLICY_FORMS }),
            armPolicySchema.describe('A policy that no arm has yet, as an arm would name it.'),
          ]),
        )
        .min(1)
        .max(20)
        .optional()
        .meta({
          description: `Of policies: ${POLICY_FORMS}.`,
          examples: [['arm:explorer', 'strategy', 'offer:coupon-20']],
        }),
      context: z
        .array(column)
        .max(100)
        .optional()
        .describe('Of policies: what else the model of the rewards reads of people.'),
      from: z.iso
        .datetime()
        .optional()
        .describe('Of policies without data: decisions that were made earlier are left out.'),
      data: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe(
          'A file below DATA_DIR; the stored history where there is none, and of policies the decisions in which policies drew.',
        ),
      events: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe('With data: a file below DATA_DIR of what the same people did, for conditions on events.'),
      until: z.iso.datetime().optional().describe('Of the stored history nothing that happened later is looked at.'),
      audience: z
        .union([z.strictObject({ people: z.int().min(1) }), z.strictObject({ share: z.number().gt(0).max(1) })])
        .optional()
        .describe('What all take: so many people, or a share of them.'),
      budget: z.number().positive().optional().describe('What all may spend instead, in the currency of the history.'),
      trigger: column.optional().describe('Of a ladder: the column that says who had set the trigger off.'),
      by: column.optional().describe('Of selectors: the column to tell the selection by.'),
      versions: z.record(column, version).default({}).describe('By model: another version than the champion.'),
      label: column.optional().describe('Says who converted, instead of the column that the documents name.'),
      positive: column.optional().describe('The value of the label that counts as success.'),
      treatment: column.optional().describe('Says which offer a row got.'),
      control: column.optional().describe('The value of that column that means no offer.'),
      propensity: column.optional().describe('The probability of what the row got.'),
      time: column.optional().describe('The moment of each row.'),
      campaign: column.optional().describe('Names the campaign in which the offers were drawn.'),
      value: column.optional().describe('Money that a conversion brought.'),
      redeemed: column.optional().describe('Whether the offer was used.'),
      where: z.record(z.string(), z.unknown()).optional().describe('Which rows to take, as a condition over columns.'),
      seed: z.int().min(0).max(MAX_SEED).default(1).describe('Of the bootstrap.'),
    })
    .refine(({ data, events }) => data !== undefined || events === undefined, {
      path: ['events'],
      error: 'goes with data: the stored history has its own events',
    })
    .refine(({ audience, budget }) => audience === undefined || budget === undefined, {
      path: ['budget'],
      error: 'either an audience or a budget: all are equal in one of them',
    })
    .refine(({ compare, trigger }) => compare === 'ladder' || trigger === undefined, {
      path: ['trigger'],
      error: 'goes with "compare": "ladder": nothing else replays the trigger',
    })
    .refine(({ compare, policies }) => (compare === 'policies') === (policies !== undefined), {
      path: ['policies'],
      error: 'goes with "compare": "policies", which needs them',
    })
    .refine(({ compare, context }) => compare === 'policies' || context === undefined, {
      path: ['context'],
      error: 'goes with "compare": "policies": nothing else models the rewards',
    })
    .refine(({ compare, data, from }) => (compare === 'policies' && data === undefined) || from === undefined, {
      path: ['from'],
      error: 'goes with "compare": "policies" without data',
    })
    .refine(
      (body) =>
        body.compare !== 'policies' || body.data !== undefined || COLUMNS.every((name) => body[name] === undefined),
      {
        path: ['data'],
        error: 'columns are those of a file: without one policies are judged by decisions',
      },
    )
    .refine(({ compare, by }) => compare === 'selectors' || by === undefined, {
      path: ['by'],
      error: 'goes with "compare": "selectors": a ladder is told by levels',
    }),
) {}
