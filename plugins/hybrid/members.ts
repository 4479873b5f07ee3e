import { type FittedBase, type Interactions } from '#sdk';

/** A recommender that is weighed. */
export interface Member {
  readonly name: string;
  readonly base: FittedBase;
}

/** Items by whose scores those of different recommenders are made comparable, rising. */
export type Yardstick = Uint32Array;

const YARDSTICK_ITEMS = 500;

/** The items that most people had; of equal ones the first. */
export function yardstickOf({ items }: Interactions, count: number): Yardstick {
  const had = new Float64Array(count);
  for (const item of items) had[item] = (had[item] ?? 0) + 1;
  return Uint32Array.from({ length: count }, (_, item) => item)
    .filter((item) => (had[item] ?? 0) > 0)
    .sort((first, second) => (had[second] ?? 0) - (had[first] ?? 0) || first - second)
    .slice(0, YARDSTICK_ITEMS)
    .sort();
}

/**
 * One person's scores by a recommender, such that the best item of the yardstick has 1: they depend neither on which items are
 * asked about nor on how the recommender counts. 0 where it says nothing.
 *
 * @param items rising @param count of all items
 */
export async function comparable(
  { base }: Member,
  history: Interactions,
  items: Uint32Array,
  { yardstick, count }: { readonly yardstick: Yardstick; readonly count: number },
): Promise<Float64Array> {
  const asked = items.length === count ? items : union(items, yardstick);
  const scores = new Float64Array(asked.length).fill(Number.NaN);
  await base.ask('score', history, asked, scores);
  let best = 0;
  eachAmong(asked, yardstick, (place) => {
    const score = scores[place] ?? Number.NaN;
    if (score > best) best = score;
  });
  const own = new Float64Array(items.length);
  if (best === 0) return own;
  eachAmong(asked, items, (place, at) => {
    const score = scores[place] ?? Number.NaN;
    own[at] = Number.isNaN(score) ? 0 : score / best;
  });
  return own;
}

function union(first: Uint32Array, second: Uint32Array): Uint32Array {
  return Uint32Array.from(new Set([...first, ...second])).sort();
}

/** Visits where each of some items stands among all; both rise. */
function eachAmong(all: Uint32Array, some: Uint32Array, visit: (place: number, at: number) => void): void {
  let place = 0;
  for (let at = 0; at < some.length; at++) {
    while ((all[place] ?? Infinity) < (some[at] ?? 0)) place++;
    visit(place, at);
  }
}
