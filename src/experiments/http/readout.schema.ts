import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { isDuration } from '#strata/kernel';
import { momentSchema, plainText } from '#strata/profiles/calls';
import { type ReadoutQuestion } from '../running/index.js';
import { sumsBody } from '../sums/index.js';

const moment = momentSchema.transform((at) => new Date(at).toISOString());
const metric = z.enum(['conversion', 'value', 'profit', 'return']);
const people = z.coerce.number().positive().max(1e12);

/** Query of `GET /v1/experiments/{id}/readout`. */
export const readoutQuery = z.strictObject({
  from: moment.optional().describe('People who came first at this moment or later.'),
  to: moment.optional().describe('People who came first before this moment.'),
  control: plainText(200)
    .optional()
    .describe('The arm that the others are compared with; that of the human rule unless told.'),
  decide: metric.optional().describe('What decides; profit unless told.'),
  level: z.coerce.number().min(0.5).max(0.999).default(0.95).describe('Level of the intervals.'),
  once: people.optional().describe('Read once, when so many people are there, as it was planned.'),
  tightestAt: people
    .optional()
    .describe('Read at any time, tightest at so many people; all who are there unless told.'),
  worth: z.coerce
    .number()
    .gt(0)
    .max(100)
    .optional()
    .describe('The least effect worth having: 0.05 for 5 % more than control.'),
  before: z
    .string()
    .refine(isDuration, { error: 'An ISO-8601 duration such as P28D' })
    .optional()
    .describe('What people spent so long before they came takes noise away (CUPED): P28D.'),
  noWorseThan: z.coerce
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('An arm is shipped for what it saves, too, where its conversions are fewer by at most this share.'),
  winsorise: z.coerce
    .number()
    .gt(0.5)
    .max(1)
    .default(1)
    .describe('What is spent above this share of people counts as that much; 1 caps nothing.'),
  bands: z.coerce
    .number()
    .int()
    .min(2)
    .max(20)
    .optional()
    .describe("Tells offers by so many bands of the strategy's model's score, too, equally many people each."),
  by: z
    .union([plainText(200).transform((one) => [one]), z.array(plainText(200)).min(1)])
    .optional()
    .describe(
      'Tells all by what this fact was when people were decided about, or by who was in this segment; several times.',
    ),
  format: z
    .enum(['json', 'html'])
    .optional()
    .describe('A page for people as `html`; unless told what the header `Accept` asks for.'),
});

export class ReadoutQuery extends createZodDto(readoutQuery) {}

/** Query of `GET /v1/experiments/{id}/course`. */
const courseQuery = readoutQuery
  .omit({ once: true, bands: true, by: true, format: true })
  .extend({ moments: z.coerce.number().int().min(2).max(30).default(8).describe('How often it is looked at.') });

export class CourseQuery extends createZodDto(courseQuery) {}

/** `POST /v1/experiments/readout` */
export class SumsOfExperiment extends createZodDto(sumsBody) {}

export class ExperimentPath extends createZodDto(
  z.strictObject({ id: plainText(200).describe("The strategy's id.") }),
) {}

/** A query as a question about a strategy. */
export function strategyQuestion(strategy: string, query: z.output<typeof readoutQuery>): ReadoutQuestion {
  const { from, to, control, decide, level, once, tightestAt, worth, noWorseThan, before, winsorise, bands, by } =
    query;
  return {
    ...{ strategy, level, winsorise },
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(control === undefined ? {} : { control }),
    ...(decide === undefined ? {} : { primary: decide }),
    ...(once === undefined ? {} : { plannedPeople: once }),
    ...(tightestAt === undefined ? {} : { tightestAt }),
    ...(worth === undefined ? {} : { minimumEffect: worth }),
    ...(noWorseThan === undefined ? {} : { noWorseThan }),
    ...(before === undefined ? {} : { before }),
    ...(bands === undefined ? {} : { bands }),
    ...(by === undefined ? {} : { by }),
  };
}

const estimate = z
  .strictObject({ value: z.number(), lower: z.number(), upper: z.number(), level: z.number() })
  .describe('A figure with its interval.');

const compared = z.strictObject({
  metric,
  title: z.string(),
  unit: z.enum(['share', 'money', 'ratio']),
  control: z.number(),
  treatment: z.number(),
  difference: estimate,
  relative: estimate.nullable().describe('Divided by what control does; null where control does nothing.'),
  pValue: z.number(),
  adjustedPValue: z
    .number()
    .describe(
      'Over all that it is compared with besides: Holm for what decides, Benjamini and Hochberg for the others.',
    ),
  varianceReduction: z.number().describe('Share of the variance that what was known before took away.'),
});

/** What an experiment showed, as it is answered. */
export const experimentReadoutSchema = z.strictObject({
  health: z.enum(['healthy', 'unhealthy', 'unknown']).describe('Of an unhealthy experiment no figure is told.'),
  checks: z
    .array(
      z.strictObject({
        check: z.enum(['sample ratio', 'several arms', 'enough people']),
        passed: z.boolean(),
        words: z.string(),
        causes: z.array(z.string()).readonly().describe('Where it did not pass: the likeliest first.'),
      }),
    )
    .readonly(),
  verdict: z.strictObject({
    kind: z.enum(['ship', 'stop', 'keep running', 'unhealthy', 'unknown']),
    arm: z.string().nullable().describe('To ship.'),
    reason: z
      .enum(['effect', 'efficiency'])
      .nullable()
      .describe('To ship: better by what decides, or as many conversions for less.'),
    days: z.int().nullable().describe('To keep running.'),
    words: z.string(),
  }),
  reading: z.enum(['once', 'at any time']),
  primary: metric.describe('The figure that decides.'),
  control: z.string(),
  people: z.int(),
  days: z.number().nullable(),
  arms: z.array(z.strictObject({ arm: z.string(), people: z.int(), conversions: z.number() })).readonly(),
  comparisons: z
    .array(
      z.strictObject({
        arm: z.string(),
        metrics: z.array(compared).readonly(),
        incrementalConversions: estimate.nullable(),
        roi: estimate.nullable().describe('Of what the arm cost, where control cost nothing.'),
      }),
    )
    .readonly(),
  segments: z
    .array(z.strictObject({ by: z.string(), value: z.string(), arm: z.string(), people: z.int(), effect: compared }))
    .readonly(),
});

/** All experiments of the current release. */
export const experimentsSchema = z.strictObject({
  experiments: z
    .array(
      z.strictObject({
        strategy: z.string(),
        title: z.string(),
        phase: z.int(),
        arms: z
          .array(z.strictObject({ id: z.string(), share: z.number(), by: z.enum(['model', 'baseline', 'policy']) }))
          .readonly(),
        holdout: z.number().describe('Share of those who would be treated, who are not.'),
        proves: z.string().nullable().describe('The model whose last stage it is to prove.'),
      }),
    )
    .readonly(),
  others: z
    .array(z.strictObject({ strategy: z.string(), title: z.string() }))
    .readonly()
    .describe('Strategies without arms and hold-out.'),
  holdoutOfAll: z.number().nullable().describe('Share of all people who get nothing from any strategy.'),
});

/** What an experiment has shown as people came. */
export const courseSchema = z.strictObject({
  strategy: z.string(),
  compared: z.enum(['arms', 'treatment']).describe('The arms, or who got an offer with who was held out of one.'),
  metric: metric.describe('The figure that decides.'),
  control: z.string(),
  unit: z.enum(['share', 'money', 'ratio']).nullable(),
  title: z.string().nullable(),
  tightestAt: z.number().describe('Of how many people the intervals are tightest.'),
  points: z
    .array(
      z.strictObject({
        at: z.iso.datetime().describe('People who had come by then, by all that they have done since.'),
        people: z.int(),
        arms: z
          .array(z.strictObject({ arm: z.string(), difference: estimate }))
          .readonly()
          .describe('Empty where so few people, or an unhealthy experiment, show nothing.'),
      }),
    )
    .readonly()
    .describe('The earliest first; the last one is of all people.'),
});

const planProgressSchema = z.strictObject({
  model: z.string().describe('Whose last stage it is to prove.'),
  decide: z.enum(['conversion', 'value', 'profit']),
  people: z.int(),
  days: z.int().optional(),
  effect: z.number(),
  read: z.enum(['once', 'at any time']),
  noWorseThan: z.number().optional(),
  reached: z.number().min(0).describe('How much of the planned people are there: 1 for all.'),
  followed: z.boolean().describe('Whether it was read as planned, and not as somebody asked besides.'),
  words: z.string(),
});

/** What `GET /v1/experiments/{id}/readout` answers. */
export const strategyReadoutSchema = z.strictObject({
  strategy: z.string(),
  title: z.string(),
  phase: z.int().describe('Of the experiment: people of earlier ones are not read'),
  from: z.string().nullable(),
  to: z.string().nullable(),
  ran: z
    .strictObject({ first: z.iso.datetime(), last: z.iso.datetime() })
    .nullable()
    .describe('When the first and the last of them came or was offered something; null where nobody was.'),
  modelArms: z.array(z.string()).readonly().describe('The arms in which its models decide, and no policy.'),
  models: z.array(z.string()).readonly().describe('The models that it asks there.'),
  plan: planProgressSchema.nullable().describe('How much of what was planned is reached; null where nothing was.'),
  currency: z.string().nullable().describe('ISO 4217, of all amounts; null where the shop says none.'),
  arms: experimentReadoutSchema
    .nullable()
    .describe('Arms by all people who were drawn into them, whatever they got; null of a strategy without arms.'),
  treatment: experimentReadoutSchema
    .nullable()
    .describe('Who got an offer beside who was held out of one; null where nobody is held out.'),
  bands: z
    .strictObject({
      model: z.string(),
      says: z
        .enum(['natural', 'response', 'effect', 'condition'])
        .describe(
          'What its score is: the chance of the goal without an offer, with one, what an offer adds, or what a condition reads.',
        ),
      count: z.int(),
      people: z.int().describe('In the bands, treated and held out together.'),
      withoutScore: z.int().describe('In none, for their score is not known.'),
      words: z.string(),
    })
    .nullable()
    .describe('By which score the segments of "treatment" are told; null unless asked for.'),
  by: z
    .array(
      z.strictObject({
        by: z.string().describe('The fact, or the id of the segment.'),
        kind: z.enum(['fact', 'segment']),
        withoutValue: z
          .strictObject({ arms: z.int(), treatment: z.int() })
          .describe('People of whom it is not known: nothing is stored of them, or not as it was then.'),
        words: z.string(),
      }),
    )
    .readonly()
    .describe('By what people are told apart; empty unless asked for.'),
});
