import { type Decision } from '#strata/engine';
import { StrataError } from '#sdk';
import { type StoredCase } from './stored-decision.js';

/**
 * What the log keeps as JSON, read back. Only what everything else hangs on is checked: every repeated decision comes
 * through here.
 */

/** A decision from its text. @throws StrataError INTERNAL where the text is none */
export function readDecision(text: string): Decision {
  const decision: unknown = JSON.parse(text);
  if (!isObject(decision) || !areTexts(decision, ['id', 'userId', 'release', 'at', 'outcome']))
    throw damaged('decision');
  return decision as unknown as Decision;
}

/** The case of a decision from its text. @throws StrataError INTERNAL where the text is none */
export function readCase(text: string): StoredCase {
  const found: unknown = JSON.parse(text);
  if (!isObject(found) || !isObject(found['scores']) || !isObject(found['availability'])) throw damaged('case');
  const { input } = found;
  if (!isObject(input) || !areTexts(input, ['id', 'userId']) || !isObject(input['facts'])) throw damaged('case');
  if (typeof input['now'] !== 'number') throw damaged('case');
  return found as unknown as StoredCase;
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areTexts(members: Members, names: readonly string[]): boolean {
  return names.every((name) => typeof members[name] === 'string');
}

function damaged(what: string): StrataError {
  return new StrataError('INTERNAL', `The log holds a ${what} that is none: somebody else wrote into its table.`);
}
