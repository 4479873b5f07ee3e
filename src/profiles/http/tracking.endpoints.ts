import { z } from 'zod';
import { type EndpointDescription, problemSchema } from '#strata/platform/http';
import { batchSchema, MESSAGES, type MessageType } from '../tracking/index.js';

const COUNT = z.int().min(0);

const SUMMARIES: Readonly<Record<MessageType, string>> = {
  identify: 'Tell what is known about a person; links an anonymous id to the user',
  track: 'Tell what a person did',
  page: 'Tell that a page was viewed: the event page_viewed',
  screen: 'Tell that a screen was viewed: the event screen_viewed',
  group: 'Tell that a person joined a group: the event group_joined',
  alias: 'Tell that two ids are one person',
};

const EXAMPLES: Readonly<Record<MessageType, object>> = {
  identify: { userId: 'u-1001', anonymousId: 'a-77', traits: { city: 'Shanghai', consent: { marketing: true } } },
  track: { userId: 'u-1001', event: 'order_placed', properties: { amount: 120 }, messageId: 'order-4711' },
  page: { anonymousId: 'a-77', name: 'Home', properties: { path: '/' } },
  screen: { anonymousId: 'a-77', name: 'Home' },
  group: { userId: 'u-1001', groupId: 'g-1' },
  alias: { previousId: 'a-77', userId: 'u-1001' },
};

/** The call of one message. Its body is read by the tracking itself, as one of a batch is. */
export function message(type: MessageType): EndpointDescription {
  return {
    summary: `${SUMMARIES[type]} (Segment's HTTP tracking API)`,
    body: MESSAGES[type],
    bodyExample: EXAMPLES[type],
    answer: z.strictObject({ success: z.literal(true) }),
  };
}

/** The call of many messages. */
export const BATCH: EndpointDescription = {
  summary: "Many messages at once; a bad one does not fail the rest (Segment's HTTP tracking API)",
  body: batchSchema,
  bodyExample: { batch: [{ type: 'track', ...EXAMPLES.track }] },
  answer: z.strictObject({
    success: z.literal(true),
    accepted: COUNT,
    duplicates: COUNT,
    refused: COUNT.describe('Messages about erased persons.'),
    rejected: z.array(z.strictObject({ index: COUNT, problem: problemSchema })),
  }),
};
