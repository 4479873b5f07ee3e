import { z } from 'zod';
import { JOB_STATES } from '#strata/platform/queue';
import { type ErrorCode } from '#sdk';
import { MODEL_STAGES, PROVEN_STAGES } from '../registry/index.js';
import { driftQuery, promoteBody, retireBody, rollBackBody, runsQuery, trainBody } from './request.js';

const READ: readonly ErrorCode[] = ['UNAVAILABLE'];
const FOUND: readonly ErrorCode[] = [...READ, 'NOT_FOUND'];
const WRITE: readonly ErrorCode[] = [
  ...FOUND,
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'INVALID_REQUEST',
];

const TIME = z.iso.datetime();
const NUMBER = z.int().positive();
const stage = z.enum(MODEL_STAGES);
const proven = z.enum(PROVEN_STAGES);
const head = { stage: proven, passed: z.boolean(), by: z.string(), at: TIME };
const override = z
  .strictObject({ by: z.string(), reason: z.string(), missing: z.array(proven) })
  .nullable()
  .describe('By whom and why it became champion although the named stages were not proven.');

const described = {
  modelId: z.string(),
  version: NUMBER,
  stage,
  plugin: z.string(),
  task: z.string(),
  documentHash: z.string(),
  dataHash: z.string().describe('Of the data that it was trained on.'),
  codeVersion: z.string().describe('The version of Strata that trained it.'),
  seed: z.int(),
  checksum: z.string().describe('Of its artefact.'),
  metrics: z.record(z.string(), z.unknown()).describe('What was measured on the hold-out when it was trained.'),
  override,
  createdAt: TIME,
};
const version = z.strictObject({
  ...described,
  evidence: z.array(z.strictObject(head)).describe('The latest of each stage.'),
});
const changedVersion = version.extend({
  changed: z.boolean().describe('False where it was that already: nothing was changed then, and nothing logged.'),
});
const versionWithReports = z.strictObject({
  ...described,
  evidence: z.array(
    z.strictObject({
      id: z.uuid(),
      modelId: z.string(),
      version: NUMBER,
      ...head,
      report: z.record(z.string(), z.unknown()),
    }),
  ),
});
const curves = z.strictObject({ model: z.string(), version: NUMBER, curves: z.record(z.string(), z.unknown()) });

const estimate = z.strictObject({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  level: z.number(),
});
const result = z.enum(['ok', 'warned', 'refused']);
const limit = { warn: z.number(), refuse: z.number() };
const column = z.strictObject({
  name: z.string(),
  words: z.string(),
  index: z.number().nullable().describe('The population stability index; null without people.'),
  noise: z.number().nullable().describe('Below it the index is noise.'),
  result,
  change: z.string().describe('Where it moved most, in words.'),
});
const drift = z.strictObject({
  model: z.string(),
  version: NUMBER,
  pool: z.string(),
  people: z.int(),
  trainedOn: z.int(),
  limits: z.strictObject({ ...limit, classifier: z.strictObject(limit), ignore: z.array(z.string()) }),
  result,
  headline: z.string(),
  features: z.array(column),
  score: column.nullable(),
  classifier: z.strictObject({ auc: estimate, result }).nullable(),
  calibration: z
    .strictObject({
      people: z.int(),
      promised: z.number(),
      happened: estimate,
      error: z.number(),
      perfect: z.number(),
      result,
    })
    .nullable(),
  notes: z.array(z.string()),
});

const run = z.strictObject({
  id: z.uuid(),
  model: z.string(),
  state: z.enum(JOB_STATES),
  cancelling: z.boolean().describe('It runs and was told to stop.'),
  progress: z.number().min(0).max(1),
  note: z.string().describe('What is being done.'),
  source: z.string(),
  seed: z.int(),
  release: z.string(),
  version: NUMBER.nullable().describe('What it gave; null until it succeeded.'),
  attempts: z.int().min(0).describe('How often a worker began it.'),
  error: z
    .strictObject({ code: z.string(), message: z.string(), problems: z.array(z.record(z.string(), z.unknown())) })
    .nullable(),
  by: z.string(),
  createdAt: TIME,
  startedAt: TIME.nullable(),
  endedAt: TIME.nullable(),
});

const common = { tag: 'models', roles: ['marketer'] };
const get = { ...common, method: 'get' as const };
const post = { ...common, method: 'post' as const };
const example = { reason: 'better on October' };

const VERSIONS = [
  {
    ...get,
    path: '/v1/model-standings',
    summary: 'Every published and every trained model with its stage, champion and newest version',
    answer: z.strictObject({
      models: z.array(
        z.strictObject({
          model: z.string(),
          title: z.string().nullable(),
          stage,
          champion: NUMBER.nullable(),
          newest: NUMBER.nullable(),
        }),
      ),
    }),
    errors: READ,
  },
  {
    ...get,
    path: '/v1/models/{id}/versions',
    summary: 'The trained versions of a model, the newest first',
    answer: z.strictObject({ versions: z.array(version) }),
    errors: READ,
  },
  {
    ...get,
    path: '/v1/models/{id}/versions/{version}',
    summary: 'A version with the reports of its evidence',
    answer: versionWithReports,
    errors: [...FOUND, 'INVALID_REQUEST'] as const,
  },
  {
    ...get,
    path: '/v1/models/{id}/versions/{version}/curves',
    summary: 'The curves of a version over its hold-out',
    answer: curves,
    errors: [...FOUND, 'INVALID_REQUEST'] as const,
  },
  {
    ...get,
    path: '/v1/models/{id}/curves',
    summary: "The champion's curves over its hold-out",
    answer: curves,
    errors: FOUND,
  },
  {
    ...get,
    path: '/v1/models/{id}/drift',
    summary: 'How far the people of the latest decisions are from those that the champion was trained on',
    query: { version: { schema: driftQuery.shape.version, description: 'Another version than the champion.' } },
    answer: drift,
    errors: [...FOUND, 'MODEL_NOT_TRAINED', 'BAD_USAGE', 'INVALID_REQUEST'] as const,
  },
  {
    ...get,
    path: '/v1/models/{id}/promotions',
    summary: 'Who made which version champion, rolled back or retired when and why; the latest first',
    answer: z.strictObject({
      promotions: z.array(
        z.strictObject({
          modelId: z.string(),
          action: z.enum(['promoted', 'rolled-back', 'retired']),
          version: NUMBER,
          replaced: NUMBER.nullable(),
          by: z.string(),
          reason: z.string(),
          override,
          at: TIME,
        }),
      ),
    }),
    errors: READ,
  },
  {
    ...post,
    path: '/v1/models/{id}/promote',
    summary: 'Make a version the champion, which scores for decisions; the one before retires',
    body: promoteBody,
    example: { ...example, version: 3 },
    answer: changedVersion,
    errors: [...WRITE, 'STAGE_MISSING', 'MODEL_NOT_TRAINED', 'FORBIDDEN'] as const,
  },
  {
    ...post,
    path: '/v1/models/{id}/rollback',
    summary: 'Make the champion before the present one champion again',
    body: rollBackBody,
    example,
    answer: changedVersion,
    errors: [...WRITE, 'CONFLICT'] as const,
  },
  {
    ...post,
    path: '/v1/models/{id}/retire',
    summary: 'Take a version out of the race; without a champion rules decide',
    body: retireBody,
    example,
    answer: changedVersion,
    errors: WRITE,
  },
];

const RUNS = [
  {
    ...post,
    path: '/v1/models/{id}/train',
    status: 202 as const,
    summary: 'Train the published model as a job; answered with 202 and the run',
    body: trainBody,
    example: { seed: 1 },
    answer: run,
    errors: [...WRITE, 'BAD_FILE'] as const,
  },
  {
    ...get,
    path: '/v1/models/{id}/runs',
    summary: 'The trainings of a model, the latest first',
    query: {
      cursor: { schema: runsQuery.shape.cursor, description: 'The `next` of the page before.' },
      limit: { schema: runsQuery.shape.limit, description: 'Runs a page.' },
    },
    answer: z.strictObject({ runs: z.array(run), next: z.uuid().nullable() }),
    errors: [...READ, 'INVALID_REQUEST'] as const,
  },
  { ...get, path: '/v1/models/{id}/runs/{run}', summary: 'A training and how far it is', answer: run, errors: FOUND },
  {
    ...get,
    path: '/v1/models/{id}/runs/{run}/events',
    summary: 'Server-sent events: the run as it is, then after every change, until it has ended',
    answer: { mediaType: 'text/event-stream' },
    errors: FOUND,
  },
  {
    ...common,
    method: 'delete' as const,
    path: '/v1/models/{id}/runs/{run}',
    summary: 'Cancel a training, also while it runs',
    answer: run,
    errors: [...FOUND, 'CONFLICT'] as const,
  },
  {
    ...post,
    path: '/v1/models/{id}/runs/{run}/retry',
    status: 202 as const,
    summary: 'Put a training that failed or was cancelled in again',
    answer: run,
    errors: [...FOUND, 'CONFLICT'] as const,
  },
];

/** What the OpenAPI document says about versions of models and their trainings. */
export const MODEL_ENDPOINTS = [...VERSIONS, ...RUNS];
