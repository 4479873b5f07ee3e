import { type FittedBase, type Interactions, type ItemLists, NO_ITEM, type WantedItems } from '#sdk';
import { type Yardstick } from './yardstick.js';

/** A recommender that is weighed. */
export interface Member {
  readonly name: string;
  readonly base: FittedBase;
}

/** Lists are the best of so many of each recommender's best. */
const CANDIDATES = 50;

/** The items among which those of a person's list are: the best of each recommender, rising. */
export async function candidatesOf(
  members: readonly Member[],
  history: Interactions,
  wanted: WantedItems,
): Promise<Uint32Array> {
  const found = new Set<number>();
  for (const { base } of members) {
    const asked = { ...wanted, count: Math.max(CANDIDATES, wanted.count) };
    const { items } = (await base.ask('recommend', history, asked)) as ItemLists;
    for (const item of items) if (item !== NO_ITEM) found.add(item);
  }
  return Uint32Array.from(found).sort();
}

/**
 * One person's scores by each recommender, such that the best item of the yardstick has 1, or of all items where none of the yardstick
 * speaks to the person: they depend neither on which items are asked about nor on how the recommender counts. 0 where it says nothing.
 *
 * @param items rising
 */
export async function comparable(
  members: readonly Member[],
  history: Interactions,
  items: Uint32Array,
  yardstick: Yardstick,
): Promise<readonly Float64Array[]> {
  const known = yardstick.bestsOf(history);
  const asked = known === undefined ? union(items, yardstick.items) : items;
  const places = placesIn(asked, items);
  const ofYardstick = known === undefined ? placesIn(asked, yardstick.items) : new Uint32Array();
  const [own, bests]: [Float64Array[], number[]] = [[], []];
  for (const [member, { base }] of members.entries()) {
    const scores = new Float64Array(asked.length).fill(Number.NaN);
    await base.ask('score', history, asked, scores);
    const best = known?.[member] ?? (bestOf(scores, ofYardstick) || (await bestOfAll(base, history)));
    bests.push(best);
    own.push(Float64Array.from(places, (place) => (best === 0 ? 0 : (scores[place] ?? Number.NaN) / best || 0)));
  }
  yardstick.keep(history, bests);
  return own;
}

/** The largest score of all items; 0 where none is above it. */
async function bestOfAll(base: FittedBase, history: Interactions): Promise<number> {
  const { scores } = (await base.ask('recommend', history, { count: 1, among: null, again: true })) as ItemLists;
  return bestOf(scores, Uint32Array.of(0));
}

/** The largest of some scores; 0 where none is above it. */
function bestOf(scores: Float64Array, places: Uint32Array): number {
  let best = 0;
  for (const place of places) if ((scores[place] ?? Number.NaN) > best) best = scores[place] ?? 0;
  return best;
}

/** Both rise. */
function union(first: Uint32Array, second: Uint32Array): Uint32Array {
  const all = new Uint32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all.sort().filter((item, place) => place === 0 || item !== all[place - 1]);
}

/** Where each of some items stands among all; both rise. */
function placesIn(all: Uint32Array, some: Uint32Array): Uint32Array {
  let place = 0;
  return some.map((item) => {
    while ((all[place] ?? Infinity) < item) place++;
    return place;
  });
}
