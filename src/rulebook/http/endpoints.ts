import { z } from 'zod';
import { type ErrorCode } from '#sdk';
import { factsSchema, modelSchema, segmentSchema, shopSchema, strategySchema } from '../schemas/index.js';
import { historyQuery, pushQuery, rollbackBody } from './request.js';

const READERS = ['service', 'marketer'] as const;
const WRITERS = ['marketer'] as const;
const BODY_ERRORS = ['BAD_REQUEST', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'UNAVAILABLE'] as const;

const problem = z.strictObject({
  message: z.string(),
  file: z.string().optional(),
  pointer: z.string().optional().describe('JSON pointer into the document.'),
  expected: z.string().optional(),
  nearest: z.string().optional().describe('The known name nearest to what was written.'),
});
const problems = z.array(problem);

const facts = factsSchema.shape.facts;
const documents = z.strictObject({
  shop: shopSchema.optional(),
  facts,
  segments: z.array(segmentSchema).optional(),
  models: z.array(modelSchema).optional(),
  strategies: z.array(strategySchema).optional(),
});

const hash = z.string().describe('sha256:… of the documents.');
const published = { hash, publishedAt: z.iso.datetime(), by: z.string().describe('Who published it.') };
const head = z.strictObject(published);
const publicationOf = z.strictObject({ release: head, changed: z.boolean(), warnings: problems });
const PRECONDITIONS = {
  'If-Match': {
    schema: z.string(),
    description: 'The ETag of the document as it was read; needed where there is one.',
  },
  'If-None-Match': { schema: z.string(), description: '`*`: only where there is no such document yet.' },
};
const publication = z.strictObject({
  id: z.int(),
  ...published,
  reason: z.string().nullable().describe('Why, in the words of whoever did it.'),
  action: z.enum(['push', 'rollback', 'first start']),
  current: z.boolean(),
});

const releases = [
  {
    method: 'get',
    path: '/v1/releases',
    summary: 'Who published which release when, the latest first',
    roles: READERS,
    query: {
      limit: { schema: historyQuery.shape.limit, description: 'Entries a page, 1 to 100; 20 unless told.' },
      before: { schema: historyQuery.shape.before, description: 'The `next` of the page before.' },
    },
    answer: z.strictObject({ releases: z.array(publication), next: z.int().nullable() }),
    errors: ['INVALID_REQUEST', 'UNAVAILABLE'],
  },
  {
    method: 'post',
    path: '/v1/releases',
    summary: 'Check all documents together and publish them as one release',
    roles: WRITERS,
    query: { reason: { schema: pushQuery.shape.reason, description: 'Why, for the history.' } },
    body: documents,
    answer: publicationOf,
    errors: [...BODY_ERRORS, 'INVALID_DOCUMENT', 'INVALID_REQUEST'],
  },
  {
    method: 'post',
    path: '/v1/releases/rollback',
    summary: 'Make an earlier release current again',
    roles: WRITERS,
    body: rollbackBody,
    example: { steps: 1 },
    answer: z.strictObject({ release: head }),
    errors: [...BODY_ERRORS, 'INVALID_REQUEST', 'NOT_FOUND', 'CONFLICT'],
  },
  {
    method: 'get',
    path: '/v1/releases/{hash}',
    summary: 'A release with its documents, by its hash or the beginning of it',
    roles: READERS,
    answer: z.strictObject({ ...published, documents }),
    errors: ['BAD_REQUEST', 'NOT_FOUND', 'UNAVAILABLE'],
  },
  {
    method: 'post',
    path: '/v1/validate',
    summary: 'Check all documents together without publishing them',
    roles: WRITERS,
    body: documents,
    answer: z.strictObject({ valid: z.boolean(), problems, warnings: problems }),
    errors: BODY_ERRORS,
  },
] as const;

const fact = facts.valueType.extend({ name: z.string() });

/** What the OpenAPI document says about the endpoints of this folder. */
export const RULEBOOK_ENDPOINTS = [
  ...releases.map((endpoint) => ({ ...endpoint, tag: 'releases' })),
  ...(['facts', 'segments', 'strategies'] as const).map(versionsEndpoint),
  ...shopEndpoints(),
  ...documentEndpoints('facts', facts, fact),
  ...documentEndpoints('segments', z.array(segmentSchema), segmentSchema),
  ...documentEndpoints('models', z.array(modelSchema), modelSchema),
  ...documentEndpoints('strategies', z.array(strategySchema), strategySchema),
] as const;

function documentEndpoints(kind: string, all: z.ZodType, one: z.ZodType) {
  const common = { method: 'get' as const, tag: 'documents', roles: READERS };
  const path = `/v1/${kind}/{id}`;
  const errors: readonly ErrorCode[] = ['UNAVAILABLE'];
  return [
    {
      ...common,
      path: `/v1/${kind}`,
      summary: `The ${kind} of the current release`,
      answer: z.strictObject({ [kind]: all }),
      errors,
    },
    {
      ...common,
      path,
      summary: `One of the ${kind} of the current release, with its ETag`,
      answer: one,
      errors: [...errors, 'NOT_FOUND' as const],
    },
    putEndpoint(path, `Write one of the ${kind}`, one),
  ];
}

function versionsEndpoint(kind: string) {
  return {
    method: 'get' as const,
    path: `/v1/${kind}/{id}/versions`,
    tag: 'documents',
    summary: `What one of the ${kind} said before: each change among the last 100 publications, the latest first`,
    roles: READERS,
    answer: z.strictObject({
      versions: z.array(
        z.strictObject({
          etag: z.string().nullable().describe('Null where there was no such document.'),
          document: z.record(z.string(), z.unknown()).nullable(),
          release: hash.describe('The release that brought it.'),
          publishedAt: z.iso.datetime(),
          by: z.string(),
        }),
      ),
    }),
    errors: ['NOT_FOUND' as const, 'UNAVAILABLE' as const],
  };
}

function putEndpoint(path: string, what: string, body: z.ZodType) {
  return {
    method: 'put' as const,
    tag: 'documents',
    roles: WRITERS,
    path,
    summary: `${what}: checked with all documents, published as a new release`,
    headers: PRECONDITIONS,
    body,
    answer: publicationOf,
    errors: [
      ...BODY_ERRORS,
      'INVALID_DOCUMENT' as const,
      'PRECONDITION_FAILED' as const,
      'PRECONDITION_REQUIRED' as const,
    ],
  };
}

function shopEndpoints() {
  const path = '/v1/shop';
  return [
    {
      method: 'get' as const,
      tag: 'documents',
      roles: READERS,
      path,
      summary: 'What holds for the whole shop in the current release, with its ETag',
      answer: shopSchema,
      errors: ['UNAVAILABLE' as const, 'NOT_FOUND' as const],
    },
    putEndpoint(path, 'Write what holds for the whole shop', shopSchema),
  ];
}
