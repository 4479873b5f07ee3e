import { type z } from 'zod';
import { jsonPointer } from '#strata/kernel';
import { nearestName, type Problem } from '#sdk';

/** Nobody reads more. */
const MOST_PROBLEMS = 50;
const LONGEST_NAME = 100;

type KnownBeside = (unknown: readonly string[]) => readonly string[];

interface Where {
  /** Where the value stands in the body. */
  readonly at?: readonly PropertyKey[];
  /** The names that are known where these unknown ones stand. */
  readonly knownBeside?: KnownBeside;
}

/**
 * What a schema of Zod found wrong, each with its JSON pointer and what was expected; never with the value itself. Of a
 * value that may be one of several things only what is wrong with the one that was most likely meant.
 */
export function problemsOfIssues(
  issues: readonly z.core.$ZodIssue[],
  { at = [], knownBeside = () => [] }: Where = {},
): readonly Problem[] {
  return issues
    .slice(0, MOST_PROBLEMS)
    .flatMap((issue) => problemsOf(issue, at, knownBeside))
    .slice(0, MOST_PROBLEMS);
}

function problemsOf(
  issue: z.core.$ZodIssue,
  base: readonly PropertyKey[],
  knownBeside: KnownBeside,
): readonly Problem[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, MOST_PROBLEMS).map((key) => unknownMember(path, key, knownBeside(issue.keys)));
  if (issue.code === 'invalid_union') return problemsOfUnion(issue, path, knownBeside);
  if (issue.code === 'invalid_key')
    return issue.issues.map((inner) => ({ ...problem(inner, path), message: 'The name is not valid.' }));
  return [problem(issue, path)];
}

function unknownMember(path: readonly PropertyKey[], key: string, known: readonly string[]): Problem {
  const nearest = nearestName(key.slice(0, LONGEST_NAME), known);
  return {
    message: `"${key.slice(0, LONGEST_NAME)}" is not a member that is known here.`,
    pointer: pointerOf([...path, key]),
    ...(known.length === 0 ? {} : { expected: known.join(', ') }),
    ...(nearest === undefined ? {} : { nearest }),
  };
}

/** What was meant is the alternative whose type is right; where none is, any of them was expected. */
function problemsOfUnion(
  { errors }: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
  knownBeside: KnownBeside,
): readonly Problem[] {
  const [meant] = errors.filter((issues) => !issues.some(isOfAnotherType)).toSorted((a, b) => a.length - b.length);
  if (meant !== undefined) return meant.flatMap((issue) => problemsOf(issue, path, knownBeside));
  const expected = [...new Set(errors.flatMap((issues) => issues.map(expectationOf)))].join(', or ');
  return [{ message: `Expected ${expected}.`, pointer: pointerOf(path), expected }];
}

function isOfAnotherType({ code, path }: z.core.$ZodIssue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function problem(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): Problem {
  const { nearest } = (issue.code === 'custom' ? (issue.params ?? {}) : {}) as { readonly nearest?: string };
  return {
    message: `${issue.message}.`,
    pointer: pointerOf(path),
    expected: expectationOf(issue),
    ...(nearest === undefined ? {} : { nearest }),
  };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

/** What would have been accepted, in words. Messages of schemas of ours say it themselves. */
function expectationOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'too_small':
      return `at least ${amountOf(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `at most ${amountOf(issue.origin, issue.maximum)}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? issue.message;
    case 'custom':
      return typeof issue.params?.expected === 'string' ? issue.params.expected : issue.message;
    default:
      return issue.message;
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'a date and time of ISO 8601, such as 2026-11-22T08:00:00Z',
  date: 'a date of ISO 8601, such as 2026-11-22',
  uuid: 'a UUID',
};

function amountOf(origin: string, amount: number | bigint): string {
  if (origin === 'string') return `${String(amount)} characters`;
  return origin === 'array' || origin === 'set' ? `${String(amount)} items` : String(amount);
}

function pointerOf(path: readonly PropertyKey[]): string {
  return jsonPointer(path.map((part) => String(part).slice(0, LONGEST_NAME)));
}
