import { type CompiledRelease } from '#strata/engine/plan';
import { type DecisionInput } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type FactGatherer } from '#strata/profiles/facts';
import { identityOf } from './first-draws.js';
import { type DecisionRequest } from '../request/index.js';
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
