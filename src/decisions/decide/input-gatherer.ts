import { type CompiledRelease } from '#strata/engine/plan';
import { type DecisionInput } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type FactGatherer } from '#strata/profiles/facts';
import { type StrategySwitches } from '#strata/ledger/switches';
import { identityOf } from './first-draws.js';
import { type DecisionRequest } from '../request/index.js';
import { withStored } from './stored-facts.js';

interface Stores {
  readonly database: Database;
  readonly gatherer: Pick<FactGatherer, 'gatherOne'>;
  readonly switches: Pick<StrategySwitches, 'among'>;
}

/** What is decided on: the request, what is stored about the person, and who that is. Frozen. */
export async function gatherInput(
  { database, gatherer, switches }: Stores,
  request: DecisionRequest,
  release: CompiledRelease,
): Promise<DecisionInput> {
  const { userId, now, strategies } = request.input;
  const stored = await gatherer.gatherOne(userId, release, now);
  const switchedOff = switches.among(strategies);
  const known = withStored(request, stored, release);
  const input = switchedOff === undefined ? known : Object.freeze({ ...known, switchedOff });
  if (stored.joined === null) return input;
  return Object.freeze({ ...input, ...(await identityOf(database, stored.joined, { userId, release })) });
}
