import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

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

/** Why something is published, for the history. */
const reason = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'text without control characters' })
  .describe('Why, for the history: at most 500 characters.');

/** The query of a publication. */
export class PushQuery extends createZodDto(z.strictObject({ reason: reason.optional() })) {}

/** What to roll back to: a hash (or its beginning), or a number of releases, which defaults to one. */
export class RollbackBody extends createZodDto(
  z.strictObject({
    hash: z.string().min(4).max(71).optional(),
    steps: z.int().min(1).max(1000).optional(),
    reason: reason.optional(),
  }),
) {}
