import { type CompiledStrategy } from '../plan/index.js';
import { chooseColumns } from './stages/choose-columns.js';
import { type DecidedPeople } from './rows/decided-people.js';
import { type People } from './rows/people.js';
import { qualifyColumns } from './stages/qualify-columns.js';

/**
 * What a strategy decides about many people: for each row exactly what `decide()` decides about a person of these facts,
 * scores and contacts when only this strategy is asked. What is left of a stock or a budget is not shared out among them.
 * Pure; memory is linear in the columns.
 *
 * @throws TypeError where `people` lacks ids or ranks that the strategy reads
 */
export function decideColumns(strategy: CompiledStrategy, people: People): DecidedPeople {
  return chooseColumns(qualifyColumns(strategy, people), people.scores);
}
