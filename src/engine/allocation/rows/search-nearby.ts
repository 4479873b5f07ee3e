import { seededRandom } from '#sdk';
import { search, waysOf } from './search.js';
import { type TentativeRows } from './selection.js';

/** A choice that is so near to the bound needn't be better. */
const GOOD_ENOUGH = 2e-4;
/** So many people nearest to the cut are decided together, looking at so many partial choices. */
const TOGETHER = 40;
const MOST_TOGETHER = 150_000;
/** Afterwards a few of them at a time, drawn at random. */
const DRAWN_FROM = 90;
const DRAWN = 20;
const MOST_DRAWN = 30_000;
const DRAWS = 150;
const MOST_ALIKE = 3;
/** Among more people than these single ones don't count so much. */
const MOST_PEOPLE = 4_000;

/**
 * Looks for a better choice among those that differ from the one at hand in the people nearest to the cut.
 *
 * @param bound no choice is worth more, in millionths
 * @returns whether nothing is better
 */
export function searchNearby(selection: TentativeRows, bound: number): boolean {
  if (isGood(selection, bound) || selection.offers.length > MOST_PEOPLE) return false;
  const reach = selection.isWithin ? bound - selection.value : Infinity;
  const ways = [...selection.offers.keys()].map((row) => waysOf(selection, row));
  const stakeOf = (row: number): number => ways[row]?.[1]?.loss ?? Infinity;
  const near = [...ways.keys()].filter((row) => stakeOf(row) <= reach).sort((a, b) => stakeOf(a) - stakeOf(b) || a - b);
  const others = new Set(near);
  // Whoever would lose more than can be gained gets what is best at the prices in whatever is better.
  const isAll =
    near.length <= TOGETHER &&
    [...selection.offers.entries()].every(([row, offer]) => others.has(row) || ways[row]?.[0]?.offer === offer);
  const various = near.length <= TOGETHER ? near : variousOf(selection, near);
  const { isWhole } = search(selection, { free: various.slice(0, TOGETHER).reverse(), bound, most: MOST_TOGETHER });
  if (isAll && isWhole) return true;
  searchDraws(selection, various.slice(0, DRAWN_FROM), bound);
  return false;
}

/** A few of each who are alike and get the same: deciding about more of them at once tells nothing new. */
function variousOf({ people, offers }: TentativeRows, rows: readonly number[]): readonly number[] {
  const size = people.program.offers;
  const seen = new Map<string, number>();
  return rows.filter((row) => {
    const figures = people.values.subarray(row * size, (row + 1) * size);
    const key = `${offers[row] ?? -1} ${people.dual.kindOf[row] ?? 0} ${figures.join()}`;
    const alike = (seen.get(key) ?? 0) + 1;
    seen.set(key, alike);
    return alike <= MOST_ALIKE;
  });
}

function searchDraws(selection: TentativeRows, rows: readonly number[], bound: number): void {
  const random = seededRandom(1);
  for (let draw = 0; draw < DRAWS && !isGood(selection, bound); draw++) {
    const free = random.shuffle([...rows]).slice(0, DRAWN);
    search(selection, { free, bound, most: MOST_DRAWN });
  }
}

function isGood(selection: TentativeRows, bound: number): boolean {
  return selection.isWithin && bound - selection.value <= GOOD_ENOUGH * Math.abs(bound);
}
