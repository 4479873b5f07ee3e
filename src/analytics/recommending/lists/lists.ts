import { type Condition, type ReleaseDocuments } from '#strata/engine';
import { type KnownItems } from '#strata/items/catalogue';
import { type Interactions, type WantedItems } from '#sdk';
import { type OpenRecommender, type Recommended } from '../../recommendations/index.js';
import { diverse, MOST_COMPARED } from './diverse.js';
import { categoryOf, type ItemNames } from './item-words.js';
import { likenessBy } from './likeness.js';
import { type WantedList } from './question.js';

/** What lists are made with. */
export interface ListParts extends ItemNames {
  readonly items: KnownItems;
  readonly recommender: OpenRecommender;
}

/** Chooses from what is wanted, as often as more of it is needed. */
type Choose = (wanted: WantedItems) => Promise<readonly (readonly Recommended[])[]>;

/** Lists that take more of each than they keep are asked for so many times as much. */
const MORE = 10;

/** A list for each of several people (or one for an item): what may stand there, as diverse as is wanted. */
export async function listsFrom(
  parts: ListParts,
  wanted: WantedList,
  { choose, among, again }: { readonly choose: Choose } & Omit<WantedItems, 'count'>,
): Promise<readonly (readonly Recommended[])[]> {
  const all = parts.recommender.ids.length;
  let count = Math.min(all, firstCount(wanted));
  const likeness = likenessBy(parts);
  for (;;) {
    const found = await choose({ count, among, again });
    const lists = found.map((list) => {
      const idAt = (place: number): string => parts.recommender.ids[list[place]?.item ?? -1] ?? '';
      return diverse(list, wanted, {
        categoryOf: ({ item }) => categoryOf(parts, parts.recommender.ids[item] ?? ''),
        likeness: (first, second) => likeness(idAt(first), idAt(second)),
      });
    });
    const isShort = lists.some((list, row) => list.length < wanted.items && (found[row]?.length ?? 0) >= count);
    if (!isShort || count >= all) return lists;
    count = Math.min(all, MORE * count);
  }
}

function firstCount({ items, perCategory, diversity }: WantedList): number {
  if (perCategory === undefined && diversity === undefined) return items;
  return Math.max(items, Math.min(MORE * items, diversity === undefined ? Infinity : MOST_COMPARED));
}

/** What items must be to stand in a list. */
export function conditionsOf(
  { itemFacts }: Pick<ReleaseDocuments, 'itemFacts'>,
  { where }: Pick<WantedList, 'where'>,
): readonly Condition[] {
  return [itemFacts?.available ?? [], where ?? []].flat();
}

/** Which items may stand in a list; null where all may. */
export function amongOf(
  { recommender, items, documents }: ListParts,
  { where, without = [] }: Pick<WantedList, 'where' | 'without'>,
): Uint8Array | null {
  const conditions = conditionsOf(documents, { where });
  if (conditions.length === 0 && without.length === 0) return null;
  const mask = items.mask(recommender.ids, conditions, documents);
  if (without.length === 0) return mask;
  const among = mask.slice();
  for (const id of without) {
    const item = recommender.numberOf(id);
    if (item !== undefined) among[item] = 0;
  }
  return among;
}

/** What is popular for each of the people, where the recommender cannot be asked. */
export function popularLists({ recommender }: ListParts, histories: Interactions): Choose {
  return (wanted) =>
    Promise.resolve(
      Array.from({ length: histories.people }, (_, row) => {
        const had = histories.items.subarray(histories.starts[row], histories.starts[row + 1]);
        return recommender.fill([], had, wanted);
      }),
    );
}
