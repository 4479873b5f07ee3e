import { z } from 'zod';
import { StrataError } from '#sdk';
import { parseShape } from '../documents/index.js';

const MOST_LISTED = 100;

/** The query of the history. */
export const historyQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MOST_LISTED).default(20).describe('Entries a page, 1 to 100.'),
  before: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional()
    .describe('The `next` of the page before.'),
});

/** Why something is published, for the history. */
const reason = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'text without control characters' })
  .describe('Why, for the history: at most 500 characters.');

/** The query of a publication. */
export const pushQuery = z.strictObject({ reason: reason.optional() });

/** What to roll back to: a hash (or its beginning), or a number of releases; one release back unless told. */
export const rollbackBody = z.strictObject({
  hash: z.string().min(4).max(71).optional(),
  steps: z.int().min(1).max(1000).optional(),
  reason: reason.optional(),
});

/** @throws StrataError INVALID_REQUEST with all problems */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = parseShape(schema, value);
  if (parsed.ok) return parsed.value;
  throw new StrataError('INVALID_REQUEST', 'The request is not what this endpoint takes.', {
    problems: parsed.problems,
  });
}
