import { z } from 'zod';
import { StrataError } from '#sdk';
import { hasTooManyMembers, isLargerThan } from '#strata/kernel';
import { problemsOfIssues } from './issues.js';

/**
 * What came with a request (a body, a query, the parameters of a path) as its schema reads it.
 *
 * @param at where the value stands in what was sent
 * @throws StrataError INVALID_REQUEST with every problem, each with its JSON pointer and what was expected; never with the
 *   value itself
 */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown, at: readonly PropertyKey[] = []): T {
  if (hasTooManyMembers(value)) throw new StrataError('INVALID_REQUEST', 'The body has too many members.');
  // An issue about unknown members keeps its list of them, by which the known ones are found again.
  const known = new WeakMap<readonly string[], readonly string[]>();
  const parsed = schema.safeParse(value, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject)
        known.set(issue.keys, Object.keys(issue.inst.shape));
      return undefined;
    },
  });
  if (parsed.success) return parsed.data;
  const problems = problemsOfIssues(parsed.error.issues, { at, knownBeside: (keys) => known.get(keys) ?? [] });
  throw new StrataError('INVALID_REQUEST', problems[0]?.message ?? 'The request is not valid.', { problems });
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
