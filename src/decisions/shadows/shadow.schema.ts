import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const TEXT = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'text without control characters' });

/** `POST /v1/shadows`. */
export class StartShadowBody extends createZodDto(
  z
    .strictObject({
      title: TEXT.optional().describe('What it is called in lists.'),
      share: z
        .number()
        .gt(0)
        .max(1)
        .default(1)
        .describe('Of the people, drawn by a hash of their ids: always the same ones.'),
      model: z
        .strictObject({ id: TEXT, version: z.int().min(1) })
        .optional()
        .describe('A version that scores in the place of the one that decides.'),
      documents: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('An unpublished release: all documents, as `POST /v1/releases` takes them.'),
    })
    .refine(({ model, documents }) => (model === undefined) !== (documents === undefined), {
      error: 'either a model or documents',
    }),
) {}

export class ShadowPath extends createZodDto(z.strictObject({ id: z.uuid() })) {}

export class ShadowsQuery extends createZodDto(
  z.strictObject({ model: TEXT.optional().describe('Only those of versions of this model.') }),
) {}

const COUNT = z.number().min(0);
const ESTIMATE = z.strictObject({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  level: z.number(),
});

export const standingSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    model: z.string().nullable().describe('Null where a release rides along.'),
    version: z.int().nullable(),
    share: z.number(),
    state: z.enum(['running', 'stopped']),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    stoppedAt: z.iso.datetime().nullable(),
    seen: COUNT.describe('Decisions since the start that were read, whether of its share or not.'),
    dropped: COUNT.describe('Decisions that were left out, since more came in than it could keep up with.'),
    failed: COUNT.describe('Decisions that the candidate could not make.'),
    problem: z.string().nullable().describe('What it stands still for; null where all is well.'),
  })
  .meta({ id: 'Shadow' });

export const standingsSchema = z.strictObject({ shadows: z.array(standingSchema) });

const side = z.strictObject({
  offers: COUNT,
  heldOut: COUNT,
  conversions: z.number().describe('Expected of the offers, as cost and profit are.'),
  cost: z.number(),
  profit: z.number(),
  withoutFigures: COUNT.describe('Offers that are not in the sums, since a model gave no score.'),
});
const difference = z.strictObject({
  decisions: COUNT,
  why: z.array(z.strictObject({ stage: z.string(), decisions: COUNT })),
  examples: z.array(z.string()).describe('Ids of decisions.'),
});
const comparison = z.strictObject({
  decisions: COUNT,
  live: side,
  candidate: side,
  gained: difference.describe('Who gets an offer only by the candidate, by what stopped it live.'),
  lost: difference.describe('Who gets an offer only live, by what stops it with the candidate.'),
  changed: difference.omit({ why: true }).describe('Who gets another offer.'),
  profitAhead: ESTIMATE.describe('Expected profit a decision, candidate minus live.'),
});
const judged = z.strictObject({
  auc: ESTIMATE,
  promised: z.number(),
  calibrationError: z.number(),
  brier: z.number(),
});

export const shadowReportSchema = z
  .strictObject({
    shadow: standingSchema,
    at: z.iso.datetime(),
    sentences: z.array(z.string()),
    all: comparison,
    strategies: z.array(comparison.extend({ strategy: z.string() })),
    scores: z
      .strictObject({
        scored: COUNT,
        failed: COUNT,
        champion: z.number().nullable(),
        candidate: z.number().nullable(),
        correlation: z.number().nullable(),
        side: z.enum(['treated', 'held out']),
        settled: COUNT.describe('People whose goal windows have ended.'),
        converted: COUNT,
        judged: z
          .strictObject({ champion: judged, candidate: judged, aucAhead: ESTIMATE })
          .nullable()
          .describe('Null where too few have converted.'),
      })
      .nullable()
      .describe('Only where a model rides along.'),
  })
  .meta({ id: 'ShadowReport' });
