import { z } from 'zod';
import { StrataError } from '#sdk';
import { type Condition } from '#strata/engine';
import { DATE_FORMS } from '#strata/kernel/forms';
import { type ColumnForms, type DatasetReport, LEAKAGE_KINDS } from '../datasets/index.js';
import { type ModelVersion } from '../registry/index.js';
import { estimate, figure, storedMetrics } from './holdout/stored-figures.js';
import { type UpliftReport } from './holdout/uplift-figures.js';
import { type TrainingReport } from './training-report.js';

/** What is read of a training report once it is stored. */
export interface StoredTraining extends Pick<
  TrainingReport,
  | 'source'
  | 'rowsInFile'
  | 'examples'
  | 'training'
  | 'split'
  | 'holdout'
  | 'backend'
  | 'milliseconds'
  | 'refit'
  | 'read'
  | 'notes'
> {
  /** Null of versions that were trained before data sets were looked at. */
  readonly dataset: DatasetReport | null;
  readonly uplift?: Pick<UpliftReport, 'verdicts'>;
}

/** The training report of a version. @throws StrataError DAMAGED_ARTEFACT where what is stored is none */
export function trainingOf({
  modelId,
  version,
  metrics,
}: Pick<ModelVersion, 'modelId' | 'version' | 'metrics'>): StoredTraining {
  const parsed = storedTraining.safeParse(metrics);
  if (parsed.success) return parsed.data;
  const message = `The training report of version ${String(version)} of model "${modelId}" is damaged: train it again.`;
  throw new StrataError('DAMAGED_ARTEFACT', message, {
    problems: parsed.error.issues.map((issue) => ({
      message: issue.message,
      pointer: issue.path.map((part) => `/${String(part)}`).join(''),
    })),
  });
}

/** What the hold-out said of a version when it was trained; null where nothing is known. */
export function holdoutOf({ metrics }: Pick<ModelVersion, 'metrics'>): StoredTraining['holdout'] {
  return storedMetrics.safeParse(metrics['holdout']).data ?? null;
}

/** How a version reads its columns; nothing for versions that were trained before this was kept. */
export function trainedForms(version: Parameters<typeof trainingOf>[0]): ColumnForms {
  return trainingOf(version).read.columns ?? {};
}

const count = z.number();
const text = z.string();
const texts = z.array(text);
const sampling = z.object({
  moments: z.enum(['campaigns', 'events', 'regular']),
  first: text.nullable(),
  last: text.nullable(),
  until: text,
  within: text,
  population: text.nullable(),
  candidates: count,
  examples: count,
  leftOut: z.array(z.object({ reason: text, rows: count })),
  campaigns: z.array(
    z.object({
      campaign: text,
      audience: z.enum(['all', 'random', 'selected', 'unknown']),
      from: text,
      sent: count,
      heldOut: count,
      used: z.boolean(),
      reason: text.nullable(),
    }),
  ),
});

const dataset: z.ZodType<DatasetReport> = z.object({
  model: text,
  source: text,
  rows: count,
  label: text,
  positives: count.nullable(),
  labelMean: figure,
  months: z.array(z.object({ month: text, rows: count, labelMean: figure })).nullable(),
  features: z.array(
    z.object({
      name: text,
      type: z.enum(['number', 'category']),
      missing: figure,
      distinct: count,
      auc: estimate,
      rank: count.nullable().default(null),
    }),
  ),
  suspects: z.array(
    z.object({
      feature: text,
      signs: z.array(
        z.object({
          kind: z.enum(LEAKAGE_KINDS),
          value: figure,
          limit: figure,
          words: text,
        }),
      ),
    }),
  ),
  pool: z
    .object({
      people: count,
      features: z.array(z.object({ name: text, index: figure, noise: figure })),
      classifier: estimate,
    })
    .nullable(),
  sampling: sampling.nullable(),
  notes: texts,
});

const columnForm = z.object({
  kind: z.enum(['number', 'boolean', 'date', 'category']),
  number: z
    .object({
      decimal: z.enum(['.', ',']),
      thousands: z.enum([',', '.', ' ', "'"]).exactOptional(),
      currency: text.exactOptional(),
      percent: z.literal(true).exactOptional(),
    })
    .exactOptional(),
  date: z.enum(DATE_FORMS).exactOptional(),
  answers: z.object({ yes: text.exactOptional(), no: text.exactOptional() }).exactOptional(),
});

const storedTraining: z.ZodType<StoredTraining> = z.object({
  source: z.enum(['file', 'history']),
  dataset: dataset.nullable().default(null),
  rowsInFile: count,
  examples: count,
  training: count,
  split: z.discriminatedUnion('by', [
    z.object({ by: z.literal('hash'), holdout: count, seed: count, key: text.nullable() }),
    z.object({ by: z.literal('time'), holdout: count, column: text, from: text }),
  ]),
  holdout: storedMetrics.nullable(),
  uplift: z.object({ verdicts: texts }).exactOptional(),
  backend: text.nullable(),
  milliseconds: count,
  refit: z.object({ rows: count, milliseconds: count }).nullable().exactOptional(),
  read: z
    .object({
      label: text.exactOptional(),
      positive: text.exactOptional(),
      where: z.custom<Condition>((value) => typeof value === 'object' && value !== null).exactOptional(),
      treatment: text.exactOptional(),
      time: text.exactOptional(),
      person: text.exactOptional(),
      columns: z.record(text, columnForm).exactOptional(),
    })
    .default({}),
  notes: texts,
});
