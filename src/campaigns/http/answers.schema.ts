import { z } from 'zod';
import { resultsSchema } from '#strata/ledger/outcomes';
import { JOB_STANDING } from '#strata/platform/job-routes';
import { RUN_STATES } from '../runs/index.js';
import { modelChecks } from './preview.schema.js';

const TIME = z.iso.datetime();
const count = z.int();

const manifest = z
  .looseObject({
    audience: z.looseObject({
      hash: z.string().describe('Of user, offer, arm and outcome of all rows of the list, in whatever order.'),
      people: count.describe('Different people that the audience holds.'),
    }),
    stopped: z
      .array(z.looseObject({ code: z.string(), people: count }))
      .describe('Who cannot get an offer, by the first thing that stops them.'),
    heldBy: z
      .array(z.strictObject({ rule: count, people: count, until: TIME, words: z.string() }))
      .optional()
      .describe(
        'Of those whom the contact policy holds back how many each of its rules does, and when the last is free.',
      ),
    eligible: count.describe('Who could get an offer.'),
    selected: z
      .array(
        z.looseObject({
          offer: z.string(),
          arm: z.string().nullable(),
          outcome: z.enum(['offer', 'holdout']),
          people: count,
          withoutFigures: count.describe('How many of them have no figures, and are not in `expected`.'),
          expected: z
            .looseObject({ conversions: z.number(), cost: z.number(), profit: z.number() })
            .nullable()
            .describe('In sum; null where a model failed for all of them.'),
        }),
      )
      .describe('Who gets an offer, and who is held out of one.'),
    allocation: z
      .array(
        z.looseObject({
          arm: z.string().nullable(),
          objective: z.number().describe('What the chosen are worth together.'),
          bound: z.number().describe('No choice within the limits is worth more.'),
          gap: z.number().describe('The share of the bound that is not reached.'),
          words: z.array(z.string()).describe('What kept it from being worth more.'),
        }),
      )
      .describe("How each arm's offers were allocated, under its share of the limits."),
    list: z.looseObject({ format: z.enum(['parquet', 'csv', 'ndjson']), rows: count }),
    notes: z
      .exactOptional(z.array(z.string()))
      .describe('What to know of it: a dry run says here that the strategy is stopped.'),
    seconds: z.record(z.string(), z.number()).describe('Of each step.'),
    checks: z
      .exactOptional(modelChecks)
      .describe('How far the people are from those that each model was trained on; absent of runs that did not look.'),
    forced: z.exactOptional(z.string().nullable()).describe('Why it ran whatever these say.'),
    booked: z
      .strictObject({
        contacts: count,
        heldOut: count,
        refused: z
          .strictObject({
            capped: count,
            suppressed: count,
            erased: count,
            heldBy: z
              .array(z.strictObject({ rule: count, people: count, words: z.string() }))
              .optional()
              .describe('Of the capped those whom a rule of the contact policy left out.'),
          })
          .describe('Who was selected and is not in the list: contacted, suppressed or erased meanwhile.'),
      })
      .nullable()
      .describe('Null of a dry run.'),
    table: z.string().nullable().describe('The table that the list was written into.'),
    match: z
      .strictObject({
        people: count.describe('Rows: people with an e-mail address, a phone number or both.'),
        withEmail: count,
        withPhone: count,
        leftOut: z
          .strictObject({
            ...{ unknown: count, suppressed: count, noConsent: count, noAddress: count },
            unusableAddress: count.describe('No e-mail address, and no phone number that says its country.'),
            sharedWithHoldout: count.describe('Somebody who is held out has the same address.'),
          })
          .describe('Of those who get an offer, by the first reason.'),
      })
      .exactOptional()
      .describe('Who is in the list for an ad platform; absent of other runs.'),
    changes: z
      .strictObject({ since: z.uuid(), entered: count, left: count })
      .nullable()
      .describe("Against the campaign's run before; null of its first."),
  })
  .describe('What was selected and booked, by which release and models, and how.');

/** A run of a campaign. */
export const runSchema = z
  .strictObject(JOB_STANDING)
  .omit({ cancelling: true })
  .extend({
    campaign: z.string(),
    title: z.string(),
    strategy: z.string(),
    release: z.string(),
    dryRun: z.boolean(),
    state: z.enum(RUN_STATES),
    stopping: JOB_STANDING.cancelling,
    manifest: manifest.nullable().describe('Null until the list is ready.'),
  })
  .meta({ id: 'CampaignRun' });

export const runsSchema = z.strictObject({ runs: z.array(runSchema), next: z.uuid().nullable() });

/** What `GET /v1/campaigns/{id}/results` answers. */
export const campaignResultsSchema = resultsSchema.extend({
  campaign: z.string(),
  runs: z.array(z.uuid()).describe('The runs that are counted, the latest first.'),
});
