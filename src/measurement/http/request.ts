import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { COMPARISONS } from '../jobs/index.js';

const MAX_SEED = 2 ** 32 - 1;
const column = z.string().min(1).max(200);
const version = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/** `POST /v1/strategies/{id}/backtest` */
export class BacktestBody extends createZodDto(
  z
    .strictObject({
      compare: z
        .enum(COMPARISONS)
        .default('selectors')
        .describe(
          'selectors: the models with the human rule and simpler selectors; ladder: everybody, segment, trigger, predictive and the human rule.',
        ),
      data: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe('A file below DATA_DIR; the stored history where there is none.'),
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
    .refine(({ compare, by }) => compare === 'selectors' || by === undefined, {
      path: ['by'],
      error: 'goes with "compare": "selectors": a ladder is told by levels',
    }),
) {}
