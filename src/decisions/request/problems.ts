import { type z } from 'zod';
import { nearestName, type Problem, StrataError } from '../../sdk/index.js';

/**
 * The value as its schema reads it.
 *
 * @throws StrataError INVALID_REQUEST with every problem and its JSON pointer
 */
export function parseBody<T>(schema: z.ZodType<T>, value: unknown, known: readonly string[] = []): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).flatMap((issue) => problemsOf(issue, known));
  throw new StrataError('INVALID_REQUEST', problems[0]?.message ?? 'The body is not valid.', { problems });
}

/** Nobody reads more. */
const MOST_PROBLEMS = 50;

function problemsOf(issue: z.core.$ZodIssue, known: readonly string[]): readonly Problem[] {
  const pointer = pointerOf(issue.path);
  if (issue.code !== 'unrecognized_keys') return [{ message: `${issue.message}.`, pointer }];
  return issue.keys.slice(0, MOST_PROBLEMS).map((key) => {
    const nearest = nearestName(key, known);
    return {
      message: `"${key.slice(0, 100)}" is not a member that is known here.`,
      pointer: `${pointer}/${escapePointer(key)}`,
      ...(nearest === undefined ? {} : { nearest }),
    };
  });
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${escapePointer(String(part))}`).join('');
}

function escapePointer(part: string): string {
  return part.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
