import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_SEED = 2 ** 32 - 1;
const text = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^\P{C}+$/u, 'one line of text');
const column = z.string().min(1).max(200);
const version = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/** `POST /v1/models/{id}/train` */
export class TrainBody extends createZodDto(
  z.strictObject({
    seed: z.int().min(0).max(MAX_SEED).default(1).describe('The same seed and the same data give the same model.'),
    data: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('A file below DATA_DIR; the stored history where there is none.'),
    until: z.iso.datetime().optional().describe('Of the stored history nothing that happened later is looked at.'),
    label: column.optional().describe('The column to predict, instead of the one that the model names.'),
    positive: column.optional().describe('The value of the label that counts as success.'),
    where: z.record(z.string(), z.unknown()).optional().describe('Which rows to take, as a condition over columns.'),
    treatment: column.optional().describe('The column that says which offer a row got.'),
    time: column.optional().describe('The column with the moment of each row.'),
    person: column.optional().describe('The column that names the person of a row.'),
    minimum: version.optional().describe('The fewest positives and negatives to train on.'),
  }),
) {}

/** `POST /v1/models/{id}/evaluate` */
export class EvaluateBody extends createZodDto(
  z.strictObject({
    version: version.optional().describe('The champion unless told, else the newest.'),
    strategy: column.optional().describe('Adds its human rule as a rival, and the money of each threshold.'),
    by: column.optional().describe('The column or fact that names the groups by which the selection is told.'),
    coverage: z
      .number()
      .gt(0)
      .lte(1)
      .optional()
      .describe('The share of those who convert that one of the suggested thresholds covers; 0.7 unless told.'),
    data: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('A file below DATA_DIR; the stored history where there is none.'),
    events: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('With data: a file below DATA_DIR of what the same people did.'),
    until: z.iso.datetime().optional().describe('Of the stored history nothing that happened later is looked at.'),
    seed: z.int().min(0).max(MAX_SEED).default(1).describe('Of simulations and bootstraps.'),
  }),
) {}

/** The query of `GET /v1/models/{id}/drift` */
export class DriftQuery extends createZodDto(
  z.strictObject({
    version: z.coerce.number().pipe(version).optional().describe('Another version than the champion.'),
  }),
) {}

/** `POST /v1/models/{id}/promote` */
export class PromoteBody extends createZodDto(
  z.strictObject({
    version: version.optional().describe('The newest by default.'),
    reason: text.describe('Why, for the log.'),
    override: text
      .optional()
      .describe('Why it may become champion although evidence is missing; logged with your name. For administrators.'),
  }),
) {}

/** `POST /v1/models/{id}/rollback` */
export class RollBackModelBody extends createZodDto(z.strictObject({ reason: text.describe('Why, for the log.') })) {}

/** `POST /v1/models/{id}/retire` */
export class RetireBody extends createZodDto(
  z.strictObject({
    version: version.optional().describe('The champion by default.'),
    reason: text.describe('Why, for the log.'),
  }),
) {}

/** A version in a path. */
export class VersionPath extends createZodDto(z.object({ version: z.coerce.number().pipe(version) })) {}
