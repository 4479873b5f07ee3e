import { z } from 'zod';
import { type ModelDocument } from '#strata/engine';
import { DATE_FORMS } from '#strata/kernel/forms';
import { TASKS } from '#sdk';
import { countUpTo, duration, id, positiveUpTo, schemaPath, share, title } from './parts/common.js';
import { condition } from './parts/condition.js';

const column = z.string().min(1, { error: "a column's name" });
const count = countUpTo(1_000_000_000_000);

const label = z
  .union([
    z
      .strictObject({
        event: z.string().min(1, { error: "an event's name" }).describe('The event that counts as success'),
        within: duration.describe('How long after the moment of scoring it counts'),
        measure: z
          .enum(['count', 'sum'])
          .exactOptional()
          .describe('For values learned from history: how often it happens, or the sum of a property'),
        property: z.string().min(1, { error: "a property's name" }).exactOptional().describe('What sum adds up'),
      })
      .describe('A goal event inside a window'),
    z
      .strictObject({
        column: column.describe('Holds 0 or 1, yes or no, or the value'),
        positive: z.union([z.string(), z.number()]).exactOptional().describe('The value that counts as success'),
      })
      .describe('A column of a flat file'),
    z
      .strictObject({
        column: column.describe('Holds numbers, such as what was spent'),
        above: z.number({ error: 'a number' }).describe('More than this counts as success'),
      })
      .describe('A column of a flat file, whose numbers are a success above a limit'),
  ])
  .describe('What the model predicts');

const treatment = z
  .union([
    z.enum(['none', 'any']),
    z.strictObject({
      column: column.describe('Says which offer a row got'),
      control: z.union([z.string(), z.number()]).describe('The value of those who got none'),
    }),
  ])
  .describe('none: rows without an offer. any: rows with one. A column of a flat file for uplift');

const samples = z
  .union([
    z.strictObject({ at: z.literal('campaigns') }).describe('When past campaigns reached people, or left them out'),
    z
      .strictObject({
        before: z.string().min(1, { error: "an event's name" }).describe('The event, such as an ad that was shown'),
      })
      .describe('Just before each event of a name'),
    z.strictObject({
      every: duration.describe('The time between two moments'),
      most: countUpTo(1_000).exactOptional().describe('How many moments there are, 6 unless told'),
    }),
  ])
  .describe('The moments at which people become examples, where the model learns from history');

const columnType = z.strictObject({
  type: z.enum(['number', 'category', 'boolean', 'date']),
  decimal: z.enum(['.', ',']).exactOptional().describe('What separates decimals in numbers that are written as text'),
  form: z
    .enum(DATE_FORMS, { error: `one of ${DATE_FORMS.join(', ')}` })
    .exactOptional()
    .describe('How dates are written, where their cells do not tell'),
  blank: z.union([z.number(), z.string()]).exactOptional().describe('What a blank cell means; absent means missing'),
});

const split = z.strictObject({
  by: z.enum(['time', 'hash']).describe('time: the latest part is held out. hash: a fixed random part'),
  holdout: share.describe('The part that is not trained on, 0 to 1'),
  column: column.exactOptional().describe('The column that holds the moment of each row, for a split by time'),
});

const index = positiveUpTo(1_000);
const auc = z.number().min(0.5, { error: 'an AUC, 0.5 to 1' }).max(1, { error: 'an AUC, 0.5 to 1' });

const drift = z
  .strictObject({
    warn: index.exactOptional().describe('Population stability index that is warned of; 0.1 unless told'),
    refuse: index.exactOptional().describe('Population stability index that is refused; 0.5 unless told'),
    classifier: z
      .strictObject({ warn: auc, refuse: auc })
      .exactOptional()
      .describe('AUC of telling the pool from the training part; 0.7 and 0.85 unless told'),
    ignore: z.array(column).exactOptional().describe('Features that move by nature, such as the age of an account'),
  })
  .describe('How far people may be from those it was trained on before it is warned of or refused');

/** `rules/models/<id>.json` */
export const modelSchema = z
  .strictObject({
    $schema: schemaPath.exactOptional(),
    id,
    title: title.describe('What the model predicts, in a few words'),
    plugin: id.describe('The plugin that trains and scores: a folder of plugins/'),
    task: z.enum(TASKS),
    label,
    population: id.exactOptional().describe('The segment that the model is meant for'),
    treatment: treatment.exactOptional(),
    features: z
      .array(column, { error: 'a list of facts' })
      .min(1, { error: 'at least one feature' })
      .describe('Facts; columns where the model is trained from a flat file'),
    samples: samples.exactOptional(),
    where: condition.exactOptional().describe('Which rows of a flat file to train on'),
    columns: z
      .record(z.string(), columnType)
      .exactOptional()
      .describe('Columns of a flat file that need an explanation'),
    person: column
      .exactOptional()
      .describe('The column of a flat file that names the person: nobody stands on both sides of a split'),
    split: split.exactOptional(),
    minimum: z
      .strictObject({ positives: count, negatives: count })
      .exactOptional()
      .describe('With fewer examples training is refused'),
    knownBeforehand: z
      .record(z.string(), z.string().min(1, { error: 'why it is known in time' }))
      .exactOptional()
      .describe('By feature: why it is known before the outcome although it looks as if it were known only after'),
    refit: z
      .boolean()
      .exactOptional()
      .describe('Whether a version is fitted again on all rows once its hold-out was judged; true unless told'),
    drift: drift.exactOptional(),
    options: z.record(z.string(), z.unknown()).exactOptional().describe("The plugin's own options"),
  })
  .meta({
    title: 'Strata model',
    description: 'What a model predicts, from what, and which plugin learns it',
  }) satisfies z.ZodType<ModelDocument>;
