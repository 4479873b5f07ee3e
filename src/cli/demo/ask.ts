import { type Decision } from '#strata/engine';
import { type DecisionExplanation } from '#strata/decisions/explanation';
import { StrataError } from '#sdk';
import { type SimulatedShop } from '#strata/simulator/shop';
import { userIdOf } from '#strata/simulator/files';
import { serverCalls } from '../workspace/running-server.js';

/** A decision that the running API made, with its explanation. */
export interface ExplainedDecision extends Decision {
  readonly explanation: Pick<DecisionExplanation, 'scores'>;
}

/** An example user: the row of the history that the facts come from, and what the API said. */
export interface Example {
  readonly row: number;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly decision: ExplainedDecision;
}

/** So many users are asked about at most; half of them fall into the arm of the human rule. */
const MOST_ASKED = 60;

/**
 * Asks the running API about one candidate after the other until a decision is of the wanted kind.
 *
 * @throws StrataError UNAVAILABLE where none is
 */
export async function findExample(
  url: string,
  shop: SimulatedShop,
  strategy: string,
  candidates: Iterable<number>,
  wanted: (decision: Decision) => boolean,
): Promise<Example> {
  const server = serverCalls(url);
  let asked = 0;
  for (const row of candidates) {
    if (++asked > MOST_ASKED) break;
    const facts = factsOf(shop, row);
    const userId = userIdOf(shop.history.user[row] ?? 0);
    const body = { userId, strategy, facts, consent: ['marketing'], explain: 'full' as const };
    const decision = await server.ask((api) => api.POST('/v1/decisions', { body }));
    if (!wanted(decision)) continue;
    const params = { path: { id: decision.id } };
    const { scores } = await server.ask((api) => api.GET('/v1/decisions/{id}/explanation', { params }));
    return { row, facts, decision: { ...decision, explanation: { scores } } };
  }
  throw new StrataError('UNAVAILABLE', `No decision of the wanted kind among ${asked} users.`);
}

/** What the shop knows of the customer in a row, as a request names it; missing values are left out. */
function factsOf({ history }: SimulatedShop, row: number): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  for (const column of history.facts) {
    const value = column.type === 'number' ? column.values[row] : column.categories[column.codes[row] ?? -1];
    if (value !== undefined && !Number.isNaN(value)) facts[column.name] = value;
  }
  return facts;
}
