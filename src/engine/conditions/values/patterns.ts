import { RE2JS } from 're2js';

/** Longer expressions, or ones that need more steps a character, cost more than any text is worth. */
const LONGEST_PATTERN = 500;
const LARGEST_PROGRAM = 1_000;
/** The counts of all `{n}` together: to compile what repeats more takes long before its size is known. */
const MOST_REPETITIONS = 200;

const TOO_MUCH = 'it repeats too much';

/** A regular expression that takes time linear in the text, whatever the text. */
export interface Pattern {
  /** Whether it matches some part of the text. */
  test(text: string): boolean;
}

/**
 * Compiles an expression of RE2's syntax (https://github.com/google/re2/wiki/Syntax): Perl's, without what could take
 * exponential time (back references, looking ahead and behind). `(?i)` in front ignores case.
 * @throws RangeError with what is wrong
 */
export function compilePattern(text: string): Pattern {
  if (text.length > LONGEST_PATTERN) throw new RangeError(`it is longer than ${LONGEST_PATTERN} characters`);
  const counts = [...text.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, least = '', most = '']) => most || least);
  if (counts.reduce((sum, count) => sum + Number(count), 0) > MOST_REPETITIONS) throw new RangeError(TOO_MUCH);
  const pattern = parsed(text);
  if (pattern.programSize() > LARGEST_PROGRAM) throw new RangeError(TOO_MUCH);
  return pattern;
}

/** Why a text is no expression that can be used; undefined where it is one. */
export function patternProblem(text: string): string | undefined {
  try {
    compilePattern(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parsed(text: string): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    throw new RangeError(reason, { cause: error });
  }
}
