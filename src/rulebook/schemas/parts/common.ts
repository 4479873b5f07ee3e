import { z } from 'zod';
import { cronProblem } from '#strata/kernel/cron';
import { DURATION, durationMilliseconds, isDuration, isTimeZone, numberWords } from '#strata/kernel';

/*
 * The `error` of a schema here is what would have been accepted: `shape-problems.ts` puts it into the problem's `expected`.
 */

/** The relative path of the JSON Schema, for editors. */
export const schemaPath = z.string().describe('Path of the JSON Schema, so that an editor completes and checks');

export const id = z
  .string()
  .max(64, { error: 'at most 64 characters' })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'lower-case words joined by hyphens, such as win-back-coupon' })
  .describe("The file's name without .json");

export const title = z.string().min(1, { error: 'a few words' }).max(200, { error: 'at most 200 characters' });

export const factName = z.string().min(1, { error: "a fact's name" }).describe('A fact of rules/facts.json');

/** The largest amount of one offer or order. */
const MOST_MONEY = 1e9;
/** The largest budget: more than any, and few enough millionths for the counters of the database. */
const MOST_BUDGET = 1e12;
/** The most people, contacts or pieces. */
const MOST_COUNT = 1e12;

const moneyText = 'an amount of money from 0 to 1,000,000,000';

export const money = z.number().min(0, { error: moneyText }).max(MOST_MONEY, { error: moneyText });

const NO_LIMIT = '; for no limit leave it out';
const budgetText = `an amount of money from 0 to 1,000,000,000,000${NO_LIMIT}`;

const budget = z.number().min(0, { error: budgetText }).max(MOST_BUDGET, { error: budgetText });

/** A whole number of people or pieces that nothing goes beyond. */
export function limit(least: 0 | 1) {
  const error = `a whole number from ${least} to 1,000,000,000,000${NO_LIMIT}`;
  return z.int({ error }).min(least, { error }).max(MOST_COUNT, { error });
}

/** A whole number from 1 to `most`. */
export function countUpTo(most: number) {
  const error = `a whole number from 1 to ${numberWords(most)}`;
  return z.int({ error }).min(1, { error }).max(most, { error });
}

/** A number above 0, at most `most`. */
export function positiveUpTo(most: number) {
  const error = `a number above 0, at most ${numberWords(most)}`;
  return z.number().positive({ error }).max(most, { error });
}

export const share = z.number().min(0, { error: 'a share from 0 to 1' }).max(1, { error: 'a share from 0 to 1' });

const durationText = 'a duration of weeks, days or smaller, at most 100 years, such as P14D, P2W or PT24H';

export const duration = z
  .string()
  .regex(DURATION, { error: durationText })
  .refine(isDuration, { error: durationText })
  .refine((text) => durationMilliseconds(text) !== 0, { error: 'a duration longer than nothing' })
  .describe(durationText);

export const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'a time zone of the IANA database, such as Europe/Berlin' });

const cronText = 'minute, hour, day of the month, month, day of the week: "0 6 * * MON" is every Monday at 6:00';

/** When something runs by itself. */
export const cronSchedule = z.strictObject({
  cron: z
    .string()
    .refine((cron) => cronProblem(cron) === undefined, { error: cronText })
    .describe(cronText),
  timeZone: timeZone.exactOptional().describe("The IANA time zone of the cron's clock; the shop's unless told"),
});

const roiText = 'a return from -1 (all is lost) to 1,000; for no limit leave it out';

/** Limits of a campaign, in its document or its strategy's. */
export const campaignLimits = z.strictObject({
  audience: limit(1).exactOptional().describe('Campaigns: how many users at most; absent means no limit'),
  budget: budget.exactOptional().describe('Contacts and face values together; absent means no limit'),
  minimumRoi: z
    .number()
    .min(-1, { error: roiText })
    .max(1_000, { error: roiText })
    .exactOptional()
    .describe('Campaigns stop adding users below this return; 0.2 means 20 %'),
});

const momentText = 'a date or a time with its zone, such as 2026-11-01 or 2026-11-01T09:00:00+08:00';

export const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/, { error: momentText })
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: momentText })
  .describe(momentText);

const follower = z.strictObject({
  name: z.string().min(1, { error: "an event's name" }).describe('Name of the event'),
  same: z.string().min(1, { error: "a property's name" }).describe('The property that both must have with one value'),
});

export const without = z
  .union([z.string(), follower])
  .describe('Only events that no event of this name followed; with "same": none with the same value of a property');

export const modelReference = z.strictObject({ model: id.describe('A model of rules/models') });

const rate = z.strictObject({ rate: share.describe('The same probability for everybody') });

export const natural = z.union([modelReference, rate]).describe('A model, or a fixed rate');

export const response = z
  .union([
    modelReference.extend({
      treatment: z
        .string()
        .min(1)
        .exactOptional()
        .describe("Of an uplift model: the treatment that the offer is; the offer's id unless told"),
    }),
    rate,
  ])
  .describe('A model, or a fixed rate');
