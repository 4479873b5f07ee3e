import { type Interactions } from '#sdk';
import { analysisPhrases } from '../../words/index.js';
import { diverse } from './diverse.js';
import { categoryOf } from './item-words.js';
import { listed } from './listed.js';
import { conditionsOf, type ListParts } from './lists.js';
import { type ListedItem, type RecommendedList, type WantedList } from './question.js';

/**
 * Lists that the recommender cannot fill, ended with items that came to the catalogue after it learned: in the order of their ids.
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
  const may = wanted.bought ?? parts.recommender.document.again ?? false;
  const had = may ? null : await historiesOf((id) => numbers.get(id));
  return lists.map((list, row) => {
    if (list.items.length >= wanted.items) return list;
    const own = had?.items.subarray(had.starts[row], had.starts[row + 1]);
    const others = newcomers.filter((_, number) => own?.includes(number) !== true);
    // What the recommender chose stays in its order.
    const { items: most, perCategory } = wanted;
    const items = diverse(
      [...list.items, ...others],
      { items: most, perCategory },
      { categoryOf: ({ id }) => categoryOf(parts, id) },
    );
    return { ...list, items, fallback: list.fallback === 'none' && items.length > 0 ? null : list.fallback };
  });
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
