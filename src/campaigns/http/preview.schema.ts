import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { REASON_CODES, STAGES } from '#strata/engine';

const MOST_PEOPLE = 1_000_000;

/** `POST /v1/campaigns/preview` */
export class CampaignPreviewBody extends createZodDto(
  z
    .strictObject({
      campaign: z.string().min(1).max(64).optional().describe('Id of a published campaign.'),
      document: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('A campaign that is not published, as its document would be; `strategy` and `audience` are enough.'),
      sample: z
        .union([z.int().min(100).max(MOST_PEOPLE), z.literal('all')])
        .optional()
        .describe('About how many people are looked at; 100,000 unless told.'),
    })
    .refine(({ campaign, document }) => (campaign === undefined) !== (document === undefined), {
      error: 'Name a campaign, or send a document',
    }),
) {}

const COUNT = z.int().min(0);
const MONEY = z.number().describe('Money.');
const estimate = {
  count: COUNT,
  share: z.number().min(0).max(1).describe('Of the base.'),
  interval: z
    .strictObject({ low: COUNT, high: COUNT })
    .nullable()
    .describe('The 95 % interval of the count; null where it is exact.'),
};
const code = z.enum(REASON_CODES);
const stage = z.enum(STAGES);

const expected = z.strictObject({
  conversion: z.number(),
  natural: z.number().nullable(),
  cost: MONEY,
  profit: MONEY,
});
const examples = z
  .array(
    z.strictObject({
      userId: z.string(),
      outcome: z.enum(['offer', 'none', 'holdout']),
      arm: z.string().nullable(),
      stoppedBy: stage.nullable(),
      offer: z.strictObject({ id: z.string(), expected: expected.nullable() }).nullable(),
      reasons: z.array(z.strictObject({ code, stage, words: z.string() })),
    }),
  )
  .describe('Up to five people, each as a single decision explains it.');

/** Whether models know the people of a campaign. */
export const modelChecks = z.array(
  z.strictObject({
    model: z.string(),
    version: COUNT,
    people: COUNT,
    result: z.enum(['ok', 'warned', 'refused']),
    headline: z.string(),
    notes: z.array(z.string()),
  }),
);

/** What the preview of a campaign answers. */
export const campaignPreviewSchema = z.strictObject({
  campaign: z.string(),
  strategy: z.string(),
  release: z.string(),
  at: z.iso.datetime(),
  base: COUNT.describe('Different people of the audience.'),
  exact: z.boolean().describe('False where a sample of people was looked at.'),
  examined: COUNT.describe('How many people were looked at.'),
  steps: z
    .array(
      z.strictObject({
        stage,
        code: code.describe('Of those whom it stops.'),
        words: z.string().describe('What is asked for, or why they are stopped.'),
        pointer: z
          .exactOptional(z.string())
          .describe('Of a condition: in the strategy, or in the document of `segment`.'),
        segment: z.exactOptional(z.string()),
        rule: z.exactOptional(COUNT).describe('Of the contact policy: the place of the rule.'),
        stopped: z.strictObject(estimate),
        left: z.strictObject(estimate).describe('Who is left after it and all those before it.'),
        examples,
      }),
    )
    .describe('All that stops people, in the order of a decision: every blocker, and every condition by itself.'),
  offered: z.strictObject({ ...estimate, examples }).describe('Who gets an offer, before limits and quotas choose.'),
  stopped: z.array(z.strictObject({ code, ...estimate })).describe('Who cannot get an offer, by code.'),
  arms: z.array(z.strictObject({ arm: z.string(), ...estimate })).describe('Who gets as far as each arm.'),
  offers: z
    .array(
      z.strictObject({
        offer: z.string(),
        ...estimate,
        expected: z.strictObject({
          conversions: z
            .number()
            .nullable()
            .describe('Of those with figures; null where a model failed for all of them.'),
          cost: MONEY.nullable(),
          profit: MONEY.nullable(),
          withoutFigures: COUNT.describe('How many people have no figures.'),
          reserved: MONEY.describe('What a budget must have: messages and face values.'),
        }),
      }),
    )
    .describe('What they get, before limits and quotas choose.'),
  held: z.array(z.string()).describe('Whom the contact policy holds back, in words.'),
  models: modelChecks.describe('How far these people are from those that each model was trained on.'),
  notes: z.array(z.string()),
});
