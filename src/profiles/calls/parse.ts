import { type z } from 'zod';
import { hasTooManyMembers } from '#strata/kernel';
import { problemsOfIssues } from '#strata/platform/http';
import { StrataError } from '#sdk';

/**
 * The value as its schema reads it.
 *
 * @param at where the value stands in the body
 * @throws StrataError BAD_REQUEST with every problem and its JSON pointer; never with the value itself
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown, at: readonly string[] = []): T {
  if (hasTooManyMembers(value)) throw new StrataError('BAD_REQUEST', 'The body has too many members.');
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = problemsOfIssues(parsed.error.issues, { at });
  throw new StrataError('BAD_REQUEST', problems[0]?.message ?? 'The body is not valid.', { problems });
}
