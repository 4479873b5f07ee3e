import { type CompiledRelease, type DecisionInput } from '../engine/index.js';
import { type Database } from '../platform/index.js';
import { type FactGatherer } from '../profiles/index.js';
import { identityOf } from './first-draws.js';
import { type DecisionRequest } from './request/parse-request.js';
import { withStored } from './stored-facts.js';

interface Stores {
  readonly database: Database;
  readonly gatherer: FactGatherer;
}

/** What is decided on: the request, what is stored about the person, and who that is. Frozen. */
export async function gatherInput(
  { database, gatherer }: Stores,
  request: DecisionRequest,
  release: CompiledRelease,
): Promise<DecisionInput> {
  const { userId, now } = request.input;
  const stored = await gatherer.gatherOne(userId, release, now);
  const input = withStored(request, stored, release);
  if (stored.joined === null) return input;
  return Object.freeze({ ...input, ...(await identityOf(database, stored.joined, { userId, release })) });
}
