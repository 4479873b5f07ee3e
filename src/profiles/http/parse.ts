import { type z } from 'zod';
import { type Problem, StrataError } from '../../sdk/index.js';

/** Nobody reads more. */
const MOST_PROBLEMS = 20;
const LONGEST_NAME = 100;

/**
 * The value as its schema reads it.
 *
 * @throws StrataError BAD_REQUEST with every problem and its JSON pointer; never with the value itself
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map(problemOf);
  throw new StrataError('BAD_REQUEST', problems[0]?.message ?? 'The body is not valid.', { problems });
}

function problemOf({ message, path }: z.core.$ZodIssue): Problem {
  return { message: `${message}.`, pointer: path.map((part) => `/${escaped(String(part))}`).join('') };
}

function escaped(part: string): string {
  return part.slice(0, LONGEST_NAME).replaceAll('~', '~0').replaceAll('/', '~1');
}
