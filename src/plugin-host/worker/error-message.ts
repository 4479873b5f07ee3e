import { ERRORS, type ErrorCode, isStrataError, type Problem } from '../../sdk/index.js';
import { placeOf } from './place.js';

/** An error as plain data that crosses processes. */
export interface ErrorMessage {
  readonly code: ErrorCode;
  readonly message: string;
  readonly problems: readonly Problem[];
  /** Where in the plugin's code it was thrown, such as `rate-by-band/index.js:12:5`. */
  readonly at?: string;
}

const MOST_CHARACTERS = 1000;
const MOST_PROBLEMS = 20;
const CLIENT_ERROR = 422;

/** A StrataError as it is; whatever else a plugin throws under the given code. */
export function errorMessage(error: unknown, code: ErrorCode): ErrorMessage {
  const at = placeOf(isStrataError(error) && error.cause !== undefined ? error.cause : error);
  const place = at === undefined ? {} : { at };
  if (!isStrataError(error) || !mayPass(error.code)) return { code, message: messageOf(error), problems: [], ...place };
  const problems = error.problems.slice(0, MOST_PROBLEMS).map(bounded);
  return { code: error.code, message: cut(error.message), problems, ...place };
}

/** What was thrown, in words, with its place in the plugin's code. */
export function messageOf(error: unknown): string {
  const at = placeOf(error);
  return at === undefined ? wordsOf(error) : `${wordsOf(error)} (${at})`;
}

function wordsOf(error: unknown): string {
  try {
    return cut(error instanceof Error ? error.message : String(error));
  } catch {
    return 'something that cannot be told';
  }
}

/** Codes of the input and of scorers: a plugin does not say that the database is away, or that somebody cancelled. */
function mayPass(code: ErrorCode): boolean {
  return ERRORS[code].status === CLIENT_ERROR || /^(SCORER|PLUGIN|DAMAGED|CANCELLED)/.test(code);
}

function bounded(problem: Problem): Problem {
  const texts = Object.entries(problem).map(([key, text]) => [key, cut(String(text))] as const);
  return { message: '', ...Object.fromEntries(texts) };
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
