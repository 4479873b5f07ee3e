import { type z } from 'zod';
import { hasTooManyMembers, isLargerThan } from '#strata/kernel';
import { problemsOfIssues } from './issues.js';
import { StrataError } from '#sdk';

/**
 * The value as its schema reads it.
 *
 * @param known the members of the body, to name the nearest one
 * @throws StrataError INVALID_REQUEST with every problem and its JSON pointer
 */
export function parseBody<T>(schema: z.ZodType<T>, value: unknown, known: readonly string[] = []): T {
  if (hasTooManyMembers(value)) throw new StrataError('INVALID_REQUEST', 'The body has too many members.');
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = problemsOfIssues(parsed.error.issues, { known });
  throw new StrataError('INVALID_REQUEST', problems[0]?.message ?? 'The body is not valid.', { problems });
}

/** Values in a request: 1,000 events with a dozen properties each, or a hundred lists, stay below. */
const MOST_VALUES = 20_000;

/** Refuses a request before anything is done with it that takes long for what is large. @throws StrataError INVALID_REQUEST */
export function assertSmall(body: unknown): void {
  if (!isLargerThan(MOST_VALUES, body)) return;
  const message = 'The request holds too many values.';
  const expected = `at most ${String(MOST_VALUES)} values, those inside of others counted`;
  throw new StrataError('INVALID_REQUEST', message, { problems: [{ message, pointer: '', expected }] });
}
