import { z } from 'zod';
import { FACTS_ENDPOINT } from '../facts/index.js';
import { QUALITY_ENDPOINT } from '../quality/index.js';
import { batchSchema, MESSAGES, type MessageType } from '../tracking/index.js';
import { PATHS } from './tracking.controller.js';
import { consentBody, suppressionBody } from './users.controller.js';

const ERRORS = ['BAD_REQUEST', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'UNAVAILABLE'] as const;
const TIME = z.iso.datetime();
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

const tracking = (Object.keys(MESSAGES) as MessageType[]).map((type) => ({
  method: 'post' as const,
  path: `/v1/${type}`,
  tag: 'tracking',
  summary: `${SUMMARIES[type]} (Segment's HTTP tracking API)`,
  roles: ['service'],
  body: MESSAGES[type],
  example: EXAMPLES[type],
  answer: z.strictObject({ success: z.literal(true) }),
  errors: ERRORS,
}));

const batch = {
  method: 'post' as const,
  path: '/v1/batch',
  tag: 'tracking',
  summary: "Many messages at once; a bad one does not fail the rest (Segment's HTTP tracking API)",
  roles: ['service'],
  body: batchSchema,
  example: { batch: [{ type: 'track', ...EXAMPLES.track }] },
  answer: z.strictObject({
    success: z.literal(true),
    accepted: COUNT,
    duplicates: COUNT,
    refused: COUNT.describe('Messages about erased persons.'),
    rejected: z.array(z.strictObject({ index: COUNT, problem: z.unknown() })),
  }),
  errors: ERRORS,
};

const attributes = z.record(z.string(), z.unknown());
const profile = z.strictObject({
  userId: z.string(),
  otherIds: z.array(z.string()).describe('The other ids of the person, such as anonymous ones.'),
  attributes,
  consents: z.array(z.strictObject({ purpose: z.string(), granted: z.boolean(), at: TIME, source: z.string() })),
  suppressed: z.boolean(),
  suppressedAt: TIME.nullable(),
  createdAt: TIME,
  updatedAt: TIME,
});

const users = [
  {
    method: 'get' as const,
    path: '/v1/users/{id}',
    summary: 'The profile of a person',
    roles: ['service', 'marketer'],
    answer: profile,
    errors: ['BAD_REQUEST', 'NOT_FOUND', 'UNAVAILABLE'] as const,
  },
  {
    method: 'get' as const,
    path: '/v1/users/{id}/export',
    summary: 'Everything that is kept about a person, by store',
    roles: ['admin'],
    answer: z.record(z.string(), z.array(z.unknown())),
    errors: ['BAD_REQUEST', 'UNAVAILABLE'] as const,
  },
  {
    method: 'delete' as const,
    path: '/v1/users/{id}',
    summary: 'Erase a person: everything goes, and later messages about the person are refused',
    roles: ['admin'],
    answer: z.strictObject({ erased: z.record(z.string(), COUNT).describe('Rows that went, by store.') }),
    errors: ['BAD_REQUEST', 'UNAVAILABLE'] as const,
  },
  {
    method: 'put' as const,
    path: '/v1/users/{id}/consents/{purpose}',
    summary: 'Record that a person granted or withdrew a consent',
    roles: ['service'],
    body: consentBody,
    example: { granted: false, source: 'preference-centre' },
    answer: profile,
    errors: [...ERRORS, 'CONFLICT'] as const,
  },
  {
    method: 'put' as const,
    path: '/v1/users/{id}/suppression',
    summary: 'Suppress a person, or end it: a suppressed person is never targeted',
    roles: ['service', 'marketer'],
    body: suppressionBody,
    example: { suppressed: true },
    answer: profile,
    errors: [...ERRORS, 'CONFLICT'] as const,
  },
].map((endpoint) => ({ ...endpoint, tag: 'users' }));

/** The same calls by the short paths of clients in browsers. */
const short = [...tracking, batch].map((endpoint) => {
  const call = endpoint.path.replace('/v1/', '') as keyof typeof PATHS;
  const [, path = ''] = PATHS[call];
  return { ...endpoint, path: `/v1/${path}`, summary: `The same as /v1/${call}, as clients in browsers call it` };
});

/** What the OpenAPI document says about the endpoints of this folder. */
export const PROFILE_ENDPOINTS = [...tracking, batch, ...short, ...users, FACTS_ENDPOINT, QUALITY_ENDPOINT] as const;
