import { z } from 'zod';
import { eventNameSchema, messageIdSchema, personIdSchema, plainText, purposeSchema } from '../plain-text.js';

const properties = z.record(z.string(), z.unknown());

/** Clients send null and the empty text where they have nothing. */
function absentWhenEmpty<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional());
}

/** Moments that a database and a JavaScript date can both hold. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-01-01T00:00:00Z');

/** Milliseconds since 1970, UTC, from ISO 8601 or from milliseconds. */
export const momentSchema = z
  .union([z.string().max(100), z.number()])
  .transform((value) => new Date(value).getTime())
  .pipe(z.number({ error: 'Expected a date and time of ISO 8601' }).min(EARLIEST).max(LATEST));

const CONSENTS = 100;
const choices = z.record(purposeSchema, z.boolean());

/** What purposes were granted or withdrawn: `{"marketing": true}`, or a list of what was granted. */
export const consentTraitSchema = z.union([
  choices.refine((all) => Object.keys(all).length <= CONSENTS, { error: 'Too many purposes' }),
  z
    .array(purposeSchema)
    .max(CONSENTS)
    .transform((granted) => Object.fromEntries(granted.map((purpose) => [purpose, true]))),
]);

const common = {
  messageId: absentWhenEmpty(messageIdSchema).describe('Names the message: sent again, it counts once.'),
  userId: absentWhenEmpty(personIdSchema),
  anonymousId: absentWhenEmpty(personIdSchema),
  timestamp: absentWhenEmpty(momentSchema).describe('When it happened, by the clock of the sender.'),
  originalTimestamp: absentWhenEmpty(momentSchema),
  sentAt: absentWhenEmpty(momentSchema).describe('When it was sent, by the same clock.'),
};

const identify = z.object({
  ...common,
  traits: absentWhenEmpty(properties),
  context: absentWhenEmpty(
    z.object({
      consent: absentWhenEmpty(z.object({ categoryPreferences: absentWhenEmpty(consentTraitSchema) })),
      traits: absentWhenEmpty(properties),
    }),
  ),
});
const track = z.object({ ...common, event: eventNameSchema, properties: absentWhenEmpty(properties) });
const page = z.object({
  ...common,
  name: absentWhenEmpty(plainText(1000)),
  category: absentWhenEmpty(plainText(1000)),
  properties: absentWhenEmpty(properties),
});
const group = z.object({ ...common, groupId: personIdSchema, traits: absentWhenEmpty(properties) });
const alias = z.object({ ...common, userId: personIdSchema, previousId: personIdSchema });

/** The bodies of Segment's HTTP tracking API, by their type. Members that are not named here are not kept. */
export const MESSAGES = { identify, track, page, screen: page, group, alias } as const;
export type MessageType = keyof typeof MESSAGES;

/** `POST /v1/batch`: each message is checked by itself, so that a bad one does not fail the rest. */
export const batchSchema = z.object({
  batch: z.array(z.unknown()).describe('Messages as of the other calls, each with its `type`.'),
  sentAt: absentWhenEmpty(momentSchema),
});
