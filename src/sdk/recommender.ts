import { StrataError } from './errors.js';
import { type FittedDefinition } from './kinds.js';
import { type FeatureColumn } from './scorer.js';

/**
 * Who had to do with which items, in compressed rows: what a recommender learns from, a person's history when something is asked
 * (`people` = 1; somebody new has none), and the histories of many. Items are numbers from 0 on.
 */
export interface Interactions {
  readonly people: number;
  /** Those of person p stand from `starts[p]` to before `starts[p + 1]`; people + 1 of them. */
  readonly starts: Uint32Array;
  /** Rising within a person, each item once. */
  readonly items: Uint32Array;
  /** How much each counts; above 0. */
  readonly weights: Float32Array;
  /** How many days ago the last of it was, 0 or more; NaN where that is not known. */
  readonly ages: Float32Array;
}

/** A column whose cells are sets of words, such as genres: those of item i stand from `starts[i]` to before `starts[i + 1]`. */
export interface TagsColumn {
  readonly name: string;
  readonly type: 'tags';
  readonly starts: Uint32Array;
  /** Indexes into `tags`, rising within an item. */
  readonly codes: Uint32Array;
  readonly tags: readonly string[];
}

/** A column of free text, such as titles; '' marks a missing value. */
export interface FreeTextColumn {
  readonly name: string;
  readonly type: 'text';
  readonly texts: readonly string[];
}

export type ItemColumn = FeatureColumn | TagsColumn | FreeTextColumn;

/** What is known of items, also of those that nobody had yet. */
export interface ItemFacts {
  readonly count: number;
  /** Each has `count` cells. */
  readonly columns: readonly ItemColumn[];
}

/** What a recommender learns from. */
export interface RecommenderInput {
  readonly interactions: Interactions;
  readonly items: ItemFacts;
}

/** Which items are wanted. */
export interface WantedItems {
  /** At most so many for each. */
  readonly count: number;
  /** 1 for each item that may be among them, 0 for the others; null where all may. */
  readonly among: Uint8Array | null;
  /** Whether items of the history, too. */
  readonly again: boolean;
}

/** Fills lists that are shorter than was wanted. */
export const NO_ITEM = 0xffff_ffff;

/** Lists of items, the best first: as many rows as people or items were asked about. */
export interface ItemLists {
  /** Items a row. */
  readonly count: number;
  /** Row-major; {@link NO_ITEM} behind the end of a list. */
  readonly items: Uint32Array;
  /** Row-major; NaN behind the end of a list. */
  readonly scores: Float64Array;
}

/** An item of a person's history for which another one is recommended. */
export interface ItemReason {
  readonly item: number;
  /** Of what speaks for the recommended item, 0 to 1. */
  readonly share: number;
}

/** What a fit says about itself. */
export interface RecommenderDescription {
  /** What whoever reads it should know, in sentences. */
  readonly notes: readonly string[];
}

/** A way to recommend items, as an author writes it. */
export interface RecommenderDefinition<O, A> extends FittedDefinition<RecommenderInput, O, A> {
  /** How many items it learned of. */
  count(artefact: A): number;
  /**
   * Writes how much speaks for each item for each person (people × items, row-major), higher is more; what it leaves alone
   * (NaN) it says nothing about. It depends on nothing but the person's own history.
   *
   * @param items rising
   */
  score(artefact: A, histories: Interactions, items: Uint32Array, out: Float64Array, options: O): void | Promise<void>;
  /**
   * The items among which the best ones for one person are, where a plugin finds them without looking at all: only these are scored for a
   * list. More than are wanted, and the same ones for the same question.
   */
  candidates?(artefact: A, history: Interactions, wanted: WantedItems, options: O): Uint32Array | Promise<Uint32Array>;
  /**
   * What each interaction of one person adds to the score of each of some items (items × interactions, row-major), in their orders.
   * Without it nobody is told why.
   */
  parts?(artefact: A, history: Interactions, items: Uint32Array, options: O): Float64Array | Promise<Float64Array>;
  /** Writes how alike an item is to each, higher is more; what it leaves alone (NaN) it says nothing about. */
  similarity?(artefact: A, item: number, out: Float64Array, options: O): void | Promise<void>;
  describe(artefact: A, options: O): RecommenderDescription;
}

/** The same with what is asked of it. */
export interface Recommender<O, A> extends RecommenderDefinition<O, A> {
  /** The best items for each person, equal ones in the order of their numbers. */
  recommend(artefact: A, histories: Interactions, wanted: WantedItems, options: O): Promise<ItemLists>;
  /** The scores of given items (people × items, row-major; NaN where it says nothing). */
  rank(artefact: A, histories: Interactions, items: Uint32Array, options: O): Promise<Float64Array>;
  /** The items that are most alike, in a list of one row; empty where the plugin does not know. */
  similar(artefact: A, item: number, wanted: WantedItems, options: O): Promise<ItemLists>;
  /**
   * For each of some items the items of one person's history that speak for it, the most first; empty where nothing in the
   * history does, such as where it is merely popular.
   */
  reasons(
    artefact: A,
    history: Interactions,
    items: Uint32Array,
    most: number,
    options: O,
  ): Promise<readonly (readonly ItemReason[])[]>;
}

/**
 * Declares a recommender plugin; the default export of its `index.ts`. It adds what is asked of every recommender to what the
 * author wrote.
 *
 * @example see `plugins/popular`
 */
export function defineRecommender<O, A>(definition: RecommenderDefinition<O, A>): Recommender<O, A> {
  return {
    ...definition,
    async recommend(artefact, histories, wanted, options) {
      const { count, among, again } = wanted;
      const all = definition.candidates === undefined ? allowed(definition.count(artefact), among) : null;
      const lists = emptyLists(histories.people, count);
      let room = new Float64Array(0);
      for (let person = 0; person < histories.people; person++) {
        const history = historyOf(histories, person);
        const found = all ?? (await definition.candidates?.(artefact, history, wanted, options)) ?? new Uint32Array(0);
        const items = all ?? found.filter((item) => among === null || among[item] === 1).sort();
        if (room.length < items.length) room = new Float64Array(items.length);
        const scores = room.subarray(0, items.length).fill(Number.NaN);
        await definition.score(artefact, history, items, scores, options);
        if (!again) leaveOut(history.items, items, scores);
        writeBest(items, scores, lists, person);
      }
      return lists;
    },
    async rank(artefact, histories, items, options) {
      const sorted = items.toSorted();
      const out = new Float64Array(histories.people * items.length).fill(Number.NaN);
      await definition.score(artefact, histories, sorted, out, options);
      return inOrderOf(items, sorted, out);
    },
    async similar(artefact, item, { count, among }, options) {
      const lists = emptyLists(1, count);
      if (definition.similarity === undefined) return lists;
      const items = allowed(definition.count(artefact), among);
      const alike = new Float64Array(definition.count(artefact)).fill(Number.NaN);
      await definition.similarity(artefact, item, alike, options);
      alike[item] = Number.NaN;
      writeBest(items, items.length === alike.length ? alike : pick(alike, items), lists, 0);
      return lists;
    },
    async reasons(artefact, history, items, most, options) {
      const parts = await definition.parts?.(artefact, history, items, options);
      const width = history.items.length;
      return Array.from(items, (_, row) =>
        parts === undefined ? [] : largestParts(history.items, parts.subarray(row * width, (row + 1) * width), most),
      );
    },
  };
}

/** One person's history. */
export function historyOf({ starts, items, weights, ages }: Interactions, person: number): Interactions {
  const [from = 0, to = 0] = starts.subarray(person, person + 2);
  const own = { items: items.subarray(from, to), weights: weights.subarray(from, to), ages: ages.subarray(from, to) };
  return { people: 1, starts: Uint32Array.of(0, to - from), ...own };
}

/** The same seen from the items: a row an item, with the people who had it, rising, as `items`. @param count of the items */
export function byItem({ people, starts, items, weights, ages }: Interactions, count: number): Interactions {
  const turned = {
    starts: new Uint32Array(count + 1),
    items: new Uint32Array(items.length),
    weights: new Float32Array(items.length),
    ages: new Float32Array(items.length),
  };
  for (const item of items) turned.starts[item + 1] = (turned.starts[item + 1] ?? 0) + 1;
  for (let item = 0; item < count; item++) {
    turned.starts[item + 1] = (turned.starts[item + 1] ?? 0) + (turned.starts[item] ?? 0);
  }
  const next = turned.starts.slice();
  for (let person = 0; person < people; person++) {
    const end = starts[person + 1] ?? 0;
    for (let place = starts[person] ?? 0; place < end; place++) {
      const item = items[place] ?? 0;
      const at = next[item] ?? 0;
      next[item] = at + 1;
      turned.items[at] = person;
      turned.weights[at] = weights[place] ?? 0;
      turned.ages[at] = ages[place] ?? Number.NaN;
    }
  }
  return { people: count, ...turned };
}

/** {@link byItem} for what can be learned only from what somebody had. @throws StrataError TOO_FEW_EXAMPLES where nobody had anything */
export function hadByItem(interactions: Interactions, count: number): Interactions {
  if (interactions.items.length === 0) throw new StrataError('TOO_FEW_EXAMPLES', 'Nobody had any item.');
  return byItem(interactions, count);
}

function emptyLists(rows: number, count: number): ItemLists {
  const items = new Uint32Array(rows * count).fill(NO_ITEM);
  return { count, items, scores: new Float64Array(rows * count).fill(Number.NaN) };
}

/** The items that may be recommended, rising. */
function allowed(count: number, among: Uint8Array | null): Uint32Array {
  const items = new Uint32Array(count);
  let found = 0;
  for (let item = 0; item < count; item++) if (among === null || among[item] === 1) items[found++] = item;
  return items.subarray(0, found);
}

/** Takes the scores of some items away; both lists of items rise. */
function leaveOut(history: Uint32Array, items: Uint32Array, scores: Float64Array): void {
  let place = 0;
  for (const item of history) {
    while (place < items.length && (items[place] ?? NO_ITEM) < item) place++;
    if (items[place] === item) scores[place] = Number.NaN;
  }
}

function pick(values: Float64Array, places: Uint32Array): Float64Array {
  const picked = new Float64Array(places.length);
  for (let each = 0; each < places.length; each++) picked[each] = values[places[each] ?? 0] ?? Number.NaN;
  return picked;
}

/** Beyond so many the best are found by sorting all: putting each in its place takes the square of the time. */
const MOST_PLACED = 1000;

/** The best scores of a row; equal ones in the order of the items, and no NaN. */
function writeBest(items: Uint32Array, scores: Float64Array, lists: ItemLists, row: number): void {
  if (lists.count > MOST_PLACED) writeSorted(items, scores, lists, row);
  else placeBest(items, scores, lists, row);
}

function writeSorted(items: Uint32Array, scores: Float64Array, lists: ItemLists, row: number): void {
  const from = row * lists.count;
  Uint32Array.from(items.keys())
    .filter((place) => !Number.isNaN(scores[place]))
    .sort((first, second) => (scores[second] ?? 0) - (scores[first] ?? 0) || first - second)
    .subarray(0, lists.count)
    .forEach((place, at) => {
      lists.items[from + at] = items[place] ?? NO_ITEM;
      lists.scores[from + at] = scores[place] ?? Number.NaN;
    });
}

function placeBest(items: Uint32Array, scores: Float64Array, lists: ItemLists, row: number): void {
  const from = row * lists.count;
  let found = 0;
  for (let place = 0; place < items.length; place++) {
    const score = scores[place] ?? Number.NaN;
    const isFull = found === lists.count;
    if (Number.isNaN(score) || (isFull && !(score > (lists.scores[from + found - 1] ?? Infinity)))) continue;
    let at = from + (isFull ? found - 1 : found++);
    for (; at > from && score > (lists.scores[at - 1] ?? Infinity); at--) {
      lists.scores[at] = lists.scores[at - 1] ?? Number.NaN;
      lists.items[at] = lists.items[at - 1] ?? NO_ITEM;
    }
    lists.scores[at] = score;
    lists.items[at] = items[place] ?? NO_ITEM;
  }
}

/** Columns of sorted items, in the order in which they were asked for. */
function inOrderOf(items: Uint32Array, sorted: Uint32Array, out: Float64Array): Float64Array {
  if (items.every((item, place) => item === sorted[place])) return out;
  const places = new Map(Array.from(sorted, (item, place) => [item, place]));
  return out.map((_, cell) => {
    const column = cell % items.length;
    return out[cell - column + (places.get(items[column] ?? NO_ITEM) ?? 0)] ?? Number.NaN;
  });
}

/** Each part's share of all that speak for it, the largest first. */
function largestParts(items: Uint32Array, parts: Float64Array, most: number): readonly ItemReason[] {
  const speaking = parts.reduce((sum, part) => sum + Math.max(0, part), 0);
  return Array.from(items, (item, place) => ({ item, share: Math.max(0, parts[place] ?? 0) / speaking }))
    .filter(({ share }) => share > 0)
    .toSorted((first, second) => second.share - first.share || first.item - second.item)
    .slice(0, most);
}
