import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { reasonSchema } from '#strata/platform/http';

const MOST_LISTED = 100;

/** The query of the history. */
export class HistoryQuery extends createZodDto(
  z.strictObject({
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST_LISTED)
      .default(20)
      .describe('Entries a page, 1 to 100; defaults to 20.'),
    before: z.coerce
      .number()
      .int()
      .min(1)
      .max(2 ** 31 - 1)
      .optional()
      .describe('The `next` of the page before.'),
  }),
) {}

/** The query of a check. */
export class ValidateQuery extends createZodDto(
  z.strictObject({
    explain: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('The document to tell in sentences: `strategy/…`, `segment/…`, `campaign/…`, or an id alone.'),
  }),
) {}

/** The kinds of documents that have a list. */
export const COLLECTIONS = ['facts', 'segments', 'models', 'strategies', 'campaigns', 'analyses'] as const;

/** The query of `GET /v1/document-changes`. */
export class ChangesQuery extends createZodDto(z.strictObject({ collection: z.enum(COLLECTIONS) })) {}

/** What to roll back to: a hash (or its beginning), or a number of releases, which defaults to one. */
export class RollbackBody extends createZodDto(
  z.strictObject({
    hash: z.string().min(4).max(71).optional(),
    steps: z.int().min(1).max(1000).optional(),
    reason: reasonSchema.optional(),
  }),
) {}
