import { choose, type Choice, decisionText, qualify } from '#strata/engine/decide';
import { StrataError } from '#sdk';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type StoredDecision, type DecisionLog, readCase } from '../log/index.js';

/** A decision of the log. @throws StrataError NOT_FOUND */
export async function findStored(log: DecisionLog, id: string): Promise<StoredDecision> {
  const stored = UUID.test(id) ? await log.find(id) : null;
  if (stored === null) throw new StrataError('NOT_FOUND', 'There is no decision of this id.');
  return stored;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type StoredCaseRow = Pick<StoredDecision, 'input' | 'release'>;
type ReleasesByHash = Pick<CurrentRelease, 'byHash'>;

/** The choice of a stored decision, made again from what it was made of. */
export async function choiceOf(stored: StoredCaseRow, releases: ReleasesByHash): Promise<Choice> {
  const { input, scores, availability, policies } = readCase(stored.input);
  return choose(qualify(input, await releases.byHash(stored.release)), scores, availability, policies);
}

/** Decides again from the stored facts, release, scores, availability and clock: the decision as its JSON text. */
export async function replayText(stored: StoredCaseRow, releases: ReleasesByHash): Promise<string> {
  const { detail, ...matter } = readCase(stored.input);
  return decisionText(await choiceOf(stored, releases), detail, matter);
}
