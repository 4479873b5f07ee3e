import { ERRORS, type ErrorCode, isStrataError, type Problem, type StrataError } from '#sdk';
import { bounded, errorWords } from '#strata/scoring/model';
import { placeOf } from './place.js';

/** An error as plain data that crosses processes. */
export interface ErrorMessage {
  readonly code: ErrorCode;
  readonly message: string;
  readonly problems: readonly Problem[];
  /** Where in the plugin's code it was thrown, such as `rate-by-band/index.js:12:5`. */
  readonly at?: string;
}

const MOST_PROBLEMS = 20;
const CLIENT_ERROR = 422;

/**
 * A StrataError as it is; whatever else a plugin throws under the given code. Words tell the place in the plugin's code, but for
 * what is said of the data, which is no fault of the code.
 */
export function errorMessage(error: unknown, code: ErrorCode): ErrorMessage {
  if (isStrataError(error) && error.code === 'TOO_FEW_EXAMPLES') {
    return { code: error.code, message: errorWords(error), problems: problemsOf(error) };
  }
  const at = placeOf(isStrataError(error) && error.cause !== undefined ? error.cause : error);
  const message = withPlace(errorWords(error), at);
  const place = at === undefined ? {} : { at };
  if (!isStrataError(error) || !mayPass(error.code)) return { code, message, problems: [], ...place };
  return { code: error.code, message, problems: problemsOf(error), ...place };
}

/** What was thrown, in words, with its place in the plugin's code. */
export function messageOf(error: unknown): string {
  return withPlace(errorWords(error), placeOf(error));
}

function withPlace(words: string, at: string | undefined): string {
  return at === undefined || words.includes(`(${at})`) ? words : `${words} (${at})`;
}

/** Codes of the input and of scorers: a plugin does not say that the database is away, or that somebody cancelled. */
function mayPass(code: ErrorCode): boolean {
  return ERRORS[code].status === CLIENT_ERROR || /^(SCORER|PLUGIN|DAMAGED|CANCELLED)/.test(code);
}

function problemsOf({ problems }: StrataError): readonly Problem[] {
  return problems.slice(0, MOST_PROBLEMS).map(boundedProblem);
}

function boundedProblem(problem: Problem): Problem {
  const texts = Object.entries(problem).map(([key, text]) => [key, bounded(String(text))] as const);
  return { message: '', ...Object.fromEntries(texts) };
}
