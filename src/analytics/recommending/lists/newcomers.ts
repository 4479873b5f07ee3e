import { historyOf, type Interactions } from '#sdk';
import { analysisPhrases } from '../../words/index.js';
import { diverse } from './diverse.js';
import { categoryOf, titleOf } from './item-words.js';
import { likenessBy } from './likeness.js';
import { listed } from './listed.js';
import { conditionsOf, type ListParts } from './lists.js';
import { type ListedItem, type RecommendedList, type WantedList } from './question.js';

/** Items of a history that new ones are compared with: the latest. */
const MOST_HAD = 20;
/** New items that are compared; what comes behind them, such as a whole catalogue before the first run after it, stays in its order. */
const MOST_NEW = 500;

/**
 * Lists that the recommender cannot fill, ended with items that came to the catalogue after it learned: those first that are most
 * like what the person had by their facts, equal ones in the order of their ids; of very many only the first are compared.
 *
 * @param historiesOf the histories of the lists' people by other numbers of items
 */
export async function withNewcomers(
  parts: ListParts,
  lists: readonly RecommendedList[],
  wanted: WantedList,
  historiesOf: (numberOf: (id: string) => number | undefined) => Promise<Interactions>,
): Promise<readonly RecommendedList[]> {
  if (lists.every(({ items }) => items.length >= wanted.items)) return lists;
  const newcomers = newcomersFor(parts, wanted);
  if (newcomers.length === 0) return lists;
  const numbers = new Map(newcomers.map(({ id }, number) => [id, number]));
  const count = newcomers.length;
  const histories = await historiesOf((id) => {
    const known = parts.recommender.numberOf(id);
    return numbers.get(id) ?? (known === undefined ? undefined : count + known);
  });
  const idOf = (number: number): string => newcomers[number]?.id ?? parts.recommender.ids[number - count] ?? '';
  const may = wanted.bought ?? parts.recommender.document.again ?? false;
  const likeness = likenessBy(parts);
  return lists.map((list, row) => {
    if (list.items.length >= wanted.items) return list;
    const history = historyOf(histories, row);
    const had = latest(history).map(idOf);
    const others = newcomers.filter((_, number) => may || !history.items.includes(number));
    const ordered = others
      .slice(0, MOST_NEW)
      .map((item) => ({ item, ...likeTo(item.id, had, likeness) }))
      .sort((a, b) => b.sum - a.sum);
    const told = ordered.map(({ item, most }) => (most === null ? item : likeOne(parts, item, most)));
    // What the recommender chose stays in its order.
    const items = diverse(
      [...list.items, ...told, ...others.slice(MOST_NEW)],
      { items: wanted.items, perCategory: wanted.perCategory },
      { categoryOf: ({ id }) => categoryOf(parts, id) },
    );
    return { ...list, items, fallback: list.fallback === 'none' && items.length > 0 ? null : list.fallback };
  });
}

/** The numbers of the items that somebody had last. */
function latest({ items, ages }: Interactions): readonly number[] {
  const ageAt = (place: number): number => (Number.isNaN(ages[place]) ? Infinity : (ages[place] ?? Infinity));
  return [...items.keys()]
    .sort((a, b) => (ageAt(a) === ageAt(b) ? a - b : ageAt(a) - ageAt(b)))
    .slice(0, MOST_HAD)
    .map((place) => items[place] ?? 0);
}

/** How like an item is to all others that somebody had, and what it is the most like; null where it is like nothing. */
function likeTo(
  id: string,
  had: readonly string[],
  likeness: ReturnType<typeof likenessBy>,
): { readonly sum: number; readonly most: string | null } {
  let sum = 0;
  let closest: { readonly id: string; readonly likeness: number } | null = null;
  for (const other of had) {
    if (other === id) continue;
    const own = likeness(id, other);
    sum += own;
    if (own > (closest?.likeness ?? 0)) closest = { id: other, likeness: own };
  }
  return { sum, most: closest?.id ?? null };
}

function likeOne(parts: ListParts, item: ListedItem, other: string): ListedItem {
  return {
    ...item,
    because: [other],
    words: analysisPhrases(parts.language).recommended.freshLike(titleOf(parts, other) ?? other),
  };
}

function newcomersFor(parts: ListParts, wanted: WantedList): readonly ListedItem[] {
  const { recommender, items, documents } = parts;
  const words = analysisPhrases(parts.language).recommended.fresh;
  const ids = items.beside(recommender.ids);
  const mask = items.mask(ids, conditionsOf(documents, wanted), documents);
  return ids
    .filter((id, place) => mask[place] === 1 && wanted.without?.includes(id) !== true)
    .map((id) => listed(parts, id, { score: null, by: 'popularity', because: [], words }));
}
