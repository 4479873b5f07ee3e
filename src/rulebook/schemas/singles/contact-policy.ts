import { z } from 'zod';
import { type ContactPolicy } from '#strata/engine';
import { countUpTo, duration, factName, schemaPath, share } from '../parts/common.js';

const channel = z
  .string()
  .min(1, { error: 'the channel of offers, such as sms' })
  .describe('The channel of offers that it is about; absent means all, and contacts of every channel count');

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'a time of the day, such as 21:00' })
  .describe('A time of the day, such as 21:00');

const cap = z.strictObject({
  channel: channel.exactOptional(),
  contacts: countUpTo(1_000_000).describe('At most so many contacts of one person'),
  within: duration,
});

const quietHours = z
  .strictObject({ channel: channel.exactOptional(), from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'another time than "from"' });

/** `rules/contact-policy.json` */
export const contactPolicySchema = z
  .strictObject({
    $schema: schemaPath.exactOptional(),
    caps: z
      .array(cap)
      .exactOptional()
      .describe('How often a person is contacted by all strategies and campaigns together'),
    quietHours: z.array(quietHours).exactOptional().describe("When nobody is contacted, by the person's own clock"),
    holdout: z
      .strictObject({
        seed: z.string().min(1, { error: 'a few characters' }).describe('Another seed holds out others'),
        share: share.describe('Share of those who would be treated that gets nothing'),
      })
      .exactOptional()
      .describe('Who gets nothing from any strategy or campaign, so that what all bring together can be measured'),
    timeZone: z
      .strictObject({ fact: factName })
      .exactOptional()
      .describe("The fact that holds a person's time zone, such as Europe/Berlin; the shop's for whoever has none"),
  })
  .meta({
    title: 'Strata contact policy',
    description: 'How often and when a person may be contacted, whatever strategy or campaign does it',
  }) satisfies z.ZodType<ContactPolicy>;
