import { minimiseDual } from '../dual/minimise-dual.js';
import { MOST_TIE_COST, type Prices } from '../problem/prices.js';
import { improve } from './improve.js';
import { type PeopleRows } from './people-rows.js';
import { repair } from './repair.js';
import { searchNearby } from './search-nearby.js';
import { TentativeRows } from './selection.js';

/** What people get who are chosen among one by one. */
export interface ChosenRows {
  readonly offers: Int16Array;
  /** False where it isn't within the limits: no choice that is was found. */
  readonly isWithin: boolean;
  /** What is used of each limit. */
  readonly used: Float64Array;
  readonly prices: Prices;
  /** No choice is worth more, in millionths. */
  readonly bound: number;
}

/**
 * Chooses as well as can be: at the best prices, repaired to be within the limits, improved, and searched for a better one.
 *
 * @param start prices that aren't far from the best ones
 */
export function chooseRows(people: PeopleRows, start: Prices): ChosenRows {
  const { program, dual } = people;
  const { prices, value } = minimiseDual(dual, program, start);
  const bound = dual.rows === 0 ? 0 : value + dual.rows * MOST_TIE_COST;
  const selection = new TentativeRows(people, prices);
  repair(selection, scalesOf(people, prices));
  improve(selection);
  const isProven = searchNearby(selection, bound);
  improve(selection);
  const { isWithin, used } = selection;
  return { offers: selection.offers, isWithin, used, prices, bound: isProven && isWithin ? selection.value : bound };
}

/** What one unit of each limit is worth: its price, else what a unit of it brings on average. */
function scalesOf({ dual, program }: PeopleRows, prices: Prices): Float64Array {
  let [sum, count] = [0, 0];
  for (const score of dual.scores) {
    if (score === -Infinity) continue;
    sum += Math.abs(score);
    count += 1;
  }
  const mean = count === 0 ? 1 : sum / count;
  return prices.map((price, limit) => {
    const size = limit === program.roi ? mean : sizeOf(dual.kinds, limit, program.offers);
    return Math.max(price, mean / size);
  });
}

function sizeOf(kinds: readonly Float64Array[], limit: number, offers: number): number {
  let most = 0;
  for (const kind of kinds)
    for (let offer = 0; offer < offers; offer++) most = Math.max(most, Math.abs(kind[limit * offers + offer] ?? 0));
  return most || 1;
}
