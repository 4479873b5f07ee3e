import { z } from 'zod';
import {
  isNobody,
  momentSchema,
  eventNameSchema,
  messageIdSchema,
  personIdSchema,
  plainText,
  purposeSchema,
  somebodysIdSchema,
} from '../calls/index.js';

const properties = z.record(z.string(), z.unknown());

/** Clients send null and the empty text where they have nothing. */
function absentWhenEmpty<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional());
}

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

/** The id of a person; absent where it is one of those that name nobody. */
const idSchema = z.preprocess((value) => (isNobodysId(value) ? undefined : value), personIdSchema.optional());

/** True where the member names nobody, nor is it simply not there. */
export function isNobodysId(value: unknown): boolean {
  if (value === null || value === '') return true;
  return (typeof value === 'string' || typeof value === 'number') && isNobody(String(value));
}

const common = {
  messageId: absentWhenEmpty(messageIdSchema).describe('Names the message: sent again, it counts once.'),
  userId: idSchema,
  anonymousId: idSchema,
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
const alias = z.object({ ...common, userId: somebodysIdSchema, previousId: somebodysIdSchema });

/** The bodies of Segment's HTTP tracking API, by their type. Members that are not named here are not kept. */
export const MESSAGES = { identify, track, page, screen: page, group, alias } as const;
export type MessageType = keyof typeof MESSAGES;

/** `POST /v1/batch`: each message is checked by itself, so that a bad one does not fail the rest. */
export const batchSchema = z.object({
  batch: z.array(z.unknown()).describe('Messages as of the other calls, each with its `type`.'),
  sentAt: absentWhenEmpty(momentSchema),
});
