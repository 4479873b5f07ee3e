import { z } from 'zod';
import { JOB_STANDING } from '#strata/platform/job-routes';
import { MODEL_STAGES, PROVEN_STAGES } from '../registry/index.js';

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
const versionSchema = z.strictObject({
  ...described,
  evidence: z.array(z.strictObject(head)).describe('The latest of each stage.'),
});

/** The trained versions of a model. */
export const versionsSchema = z.strictObject({ versions: z.array(versionSchema) });

/** What became of a version. */
export const changedVersionSchema = versionSchema.extend({
  changed: z.boolean().describe('False where it was that already: nothing was changed then, and nothing logged.'),
});
/** A version with the reports of its evidence. */
export const versionWithReportsSchema = z.strictObject({
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
/** Curves over the hold-out of a version. */
export const curvesSchema = z.strictObject({
  model: z.string(),
  version: NUMBER,
  curves: z.record(z.string(), z.unknown()),
});

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
/** How far people are from those that a version was trained on. */
export const driftSchema = z.strictObject({
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

/** A training and how far it is. */
export const trainingSchema = z
  .strictObject({
    ...JOB_STANDING,
    model: z.string(),
    source: z.string(),
    seed: z.int(),
    release: z.string(),
    version: NUMBER.nullable().describe('What it gave; null until it succeeded.'),
  })
  .meta({ id: 'TrainingRun' });

/** An evaluation of a version and how far it is. */
export const evaluationSchema = z
  .strictObject({
    ...JOB_STANDING,
    model: z.string(),
    version: NUMBER.nullable().describe('Null until it succeeded, where none was asked for.'),
    strategy: z.string().nullable().describe('Whose money counts.'),
    source: z.string(),
    seed: z.int(),
    release: z.string(),
    passed: z
      .boolean()
      .nullable()
      .describe('Null until it succeeded; the report is among the evidence of the version then.'),
  })
  .meta({ id: 'EvaluationRun' });

/** Every model with its stage, champion and newest version. */
export const standingsSchema = z.strictObject({
  models: z.array(
    z.strictObject({
      model: z.string(),
      title: z.string().nullable(),
      stage,
      champion: NUMBER.nullable(),
      newest: NUMBER.nullable(),
    }),
  ),
});

const promotion = z.strictObject({
  modelId: z.string(),
  action: z.enum(['promoted', 'rolled-back', 'retired']),
  version: NUMBER,
  replaced: NUMBER.nullable(),
  by: z.string(),
  reason: z.string(),
  override,
  at: TIME,
});
/** What happened to the champions of a model. */
export const promotionsSchema = z.strictObject({ promotions: z.array(promotion) });

/** All that is proven about a model. */
export const recordSchema = z.strictObject({
  model: z.string(),
  champion: NUMBER.nullable().describe('Null where nobody is: rules decide.'),
  versions: z
    .array(
      z.strictObject({
        version: NUMBER,
        stage,
        plugin: z.string(),
        createdAt: TIME,
        override,
        stages: z
          .array(
            z.strictObject({
              stage: proven,
              meaning: z.string().describe('What it asks.'),
              result: z.enum(['passed', 'failed', 'missing']),
              words: z.array(z.string()).readonly().describe('What its latest evidence said.'),
              by: z.string().nullable(),
              at: TIME.nullable(),
              next: z.string().nullable().describe('What proves it, where it has not passed.'),
            }),
          )
          .readonly(),
      }),
    )
    .readonly()
    .describe('The newest first.'),
  promotions: z.array(promotion).readonly().describe('The latest first.'),
});
