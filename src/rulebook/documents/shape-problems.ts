import { z } from 'zod';
import { jsonPointer } from '#strata/kernel';
import { nearestName, type Problem } from '#sdk';

/** A problem inside one document: its file is added by the caller. */
export type ShapeResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Parses with a schema and tells every problem in a marketer's words: JSON pointer, what was expected and, for keys and
 * choices, the nearest known name.
 */
export function parseShape<T>(schema: z.ZodType<T>, content: unknown): ShapeResult<T> {
  const parsed = schema.safeParse(content, {
    error: (issue) => JSON.stringify(describeIssue(issue)),
    reportInput: true,
  });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: withoutRepetition(parsed.error.issues.flatMap((issue) => problemsOf(issue, []))) };
}

/** Several checks of one value often say the same. */
function withoutRepetition(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.pointer ?? ''} ${problem.message}`, problem])).values()];
}

/** What Zod can carry only as a message: travels through it as JSON. */
interface Told {
  readonly message: string;
  readonly expected?: string;
  readonly nearest?: string;
  /** The keys that are known, where the problem is an unknown one. */
  readonly known?: readonly string[];
}

function describeIssue(issue: z.core.$ZodRawIssue): Told {
  switch (issue.code) {
    case 'unrecognized_keys':
      return { message: 'Unknown key', known: knownKeys(issue.inst) };
    case 'invalid_type':
      if (issue.input === undefined) return { message: 'This is missing', expected: typeName(issue.expected) };
      return { message: `Found ${show(issue.input)}`, expected: typeName(issue.expected) };
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const nearest = typeof issue.input === 'string' ? nearestName(issue.input, choices) : undefined;
      const message = issue.input === undefined ? 'This is missing' : `Found ${show(issue.input)}`;
      return { message, expected: list(choices), ...(nearest === undefined ? {} : { nearest }) };
    }
    case 'invalid_union':
      return issue.inst instanceof z.ZodDiscriminatedUnion ? unknownKind(issue.inst, issue.input) : toldOf(issue);
    default:
      return toldOf(issue);
  }
}

function toldOf({ input }: z.core.$ZodRawIssue): Told {
  return { message: input === undefined ? 'This is missing' : `Found ${show(input)}` };
}

/** The key that tells the alternatives apart is missing or has another value. */
function unknownKind(union: z.ZodDiscriminatedUnion, input: unknown): Told {
  const { discriminator } = union.def;
  const choices = [...(union._zod.propValues[discriminator] ?? [])].map(String);
  const kind = (input as Readonly<Record<string, unknown>>)[discriminator];
  const nearest = typeof kind === 'string' ? nearestName(kind, choices) : undefined;
  return {
    message: kind === undefined ? 'This is missing' : `Found ${show(kind)}`,
    expected: list(choices),
    ...(nearest === undefined ? {} : { nearest }),
  };
}

function knownKeys(schema: unknown): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** The problems of an issue; of a union only those of the alternative that was most likely meant. */
function problemsOf(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): Problem[] {
  const here = [...path, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return meantAlternative(issue, here);
  if (issue.code === 'invalid_key') return issue.issues.flatMap((inner) => problemsOf(inner, here));
  const { known = [], ...told } = toldBy(issue);
  if (issue.code !== 'unrecognized_keys') return [{ ...told, pointer: jsonPointer(here) }];
  return issue.keys.map((key) => {
    const nearest = nearestName(key, known);
    return {
      message: `Unknown key "${key}"`,
      pointer: jsonPointer([...here, key]),
      expected: list(known),
      ...(nearest === undefined ? {} : { nearest }),
    };
  });
}

function meantAlternative(issue: z.core.$ZodIssueInvalidUnion, here: readonly PropertyKey[]): Problem[] {
  const alternatives = issue.errors.map((issues) => {
    const problems = issues.flatMap((inner) => problemsOf(inner, here));
    const otherType = issues.some(({ code, path }) => path.length === 0 && /^invalid_(type|value)$/.test(code));
    const missing = problems.filter(({ message }) => message === 'This is missing').length;
    const near = problems.filter(({ nearest }) => nearest !== undefined).length;
    return { problems, otherType, distance: problems.length + missing - near };
  });
  if (alternatives.every(({ otherType }) => otherType)) {
    const expected = alternatives.flatMap(({ problems }) => problems.map((problem) => problem.expected ?? ''));
    return [{ ...toldBy(issue), pointer: jsonPointer(here), expected: list([...new Set(expected)].filter(Boolean)) }];
  }
  const [meant] = alternatives.filter(({ otherType }) => !otherType).toSorted((a, b) => a.distance - b.distance);
  return meant?.problems ?? [];
}

function toldBy(issue: z.core.$ZodIssue): Told {
  if (issue.message.startsWith('{"message"')) return JSON.parse(issue.message) as Told;
  // A message of the schema itself: by the convention of schemas/parts/common.ts it says what is expected.
  return {
    message: issue.input === undefined ? 'This is missing' : `Found ${show(issue.input)}`,
    expected: issue.message,
  };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
  null: 'null',
};

function typeName(expected: string): string {
  return TYPE_NAMES[expected] ?? expected;
}

function list(names: readonly string[]): string {
  const last = names.at(-1);
  return names.length < 2 ? (last ?? '') : `${names.slice(0, -1).join(', ')} or ${String(last)}`;
}

const SHOWN_LENGTH = 60;

/** A value as it stands in the document, cut to a readable length. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  // A number such as 1e999 is read as infinity, which JSON cannot say.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}
