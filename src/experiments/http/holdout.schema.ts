import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { readoutQuery } from './readout.schema.js';

const { level, format } = readoutQuery.shape;

/** Query of `GET /v1/experiments/readout`. */
export const holdoutQuery = z.strictObject({ level, format });

export class HoldoutQuery extends createZodDto(holdoutQuery) {}

const estimate = z
  .strictObject({ value: z.number(), lower: z.number(), upper: z.number(), level: z.number() })
  .describe('A figure with its interval, which holds however often it is looked at.');

const people = z.strictObject({
  people: z.int(),
  reached: z.int().describe('Who got an offer since it began.'),
  conversions: z.number().describe('Their goal events.'),
});

/** What `GET /v1/experiments/readout` answers. */
export const holdoutReadoutSchema = z.strictObject({
  seed: z.string(),
  share: z.number().describe('Of all people, held out: as the contact policy declares.'),
  began: z.iso.datetime().describe('Since when it stands there with this seed and share.'),
  days: z.number(),
  currency: z.string().nullable().describe('ISO 4217, of all amounts; null where the shop says none.'),
  goals: z
    .array(
      z.strictObject({
        event: z.string(),
        valueProperty: z.string().nullable(),
        usualValue: z.number().describe('Money, where the event does not say its value.'),
        margin: z.number().describe('Share of a value that is profit: the least of the strategies of this goal.'),
      }),
    )
    .readonly()
    .describe('What counts for everybody.'),
  heldOut: people,
  others: people,
  health: z.enum(['healthy', 'unhealthy', 'unknown']).describe('Of an unhealthy one no figure is told.'),
  checks: z
    .array(
      z.strictObject({
        check: z.enum(['sample ratio', 'both sides', 'held out', 'enough people']),
        passed: z.boolean(),
        words: z.string(),
        causes: z.array(z.string()).readonly().describe('Where it did not pass: the likeliest first.'),
      }),
    )
    .readonly(),
  verdict: z.strictObject({ kind: z.enum(['earns', 'loses', 'open', 'unhealthy', 'unknown']), words: z.string() }),
  figures: z
    .array(
      z.strictObject({
        figure: z.enum(['conversions', 'revenue', 'profit']),
        unit: z.enum(['count', 'money']),
        heldOut: z.number().describe('Per 1,000 people, as `others` and `difference`.'),
        others: z.number(),
        difference: estimate,
        inAll: estimate.describe('The difference, of all people who are not held out together.'),
        relative: estimate.nullable().describe('Divided by what the held-out do; null where they do nothing.'),
        pValue: z.number(),
      }),
    )
    .readonly(),
  roi: estimate.nullable().describe('(margin × incremental value − cost) ÷ cost; null where nothing was spent.'),
  credited: z.number().describe('Profit, if all that came in the window of an offer were credited to it. Money.'),
  creditedWords: z.string().nullable().describe('That beside the finding; null unless it is healthy.'),
  notes: z.array(z.string()).readonly(),
});
