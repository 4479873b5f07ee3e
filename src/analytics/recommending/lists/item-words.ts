import { type ReleaseDocuments } from '#strata/engine';
import { type KnownItems } from '#strata/items/catalogue';

/** What items are called. */
export interface ItemNames {
  readonly items: KnownItems;
  readonly documents: ReleaseDocuments;
}

/** What an item is called; undefined where nobody says. */
export function titleOf({ items, documents: { itemFacts } }: ItemNames, id: string): string | undefined {
  const title = itemFacts?.title === undefined ? undefined : items.factsOf(id)[itemFacts.title];
  return typeof title === 'string' && title !== '' ? title : undefined;
}

/** What an item is of; undefined where nobody says. */
export function categoryOf({ items, documents: { itemFacts } }: ItemNames, id: string): string | undefined {
  const category = itemFacts?.category === undefined ? undefined : items.factsOf(id)[itemFacts.category];
  return typeof category === 'string' ? category : undefined;
}

/** Why an item stands in a person's list. @param because ids of items of the history that speak for it, the most first */
export function whyWords(names: ItemNames, by: 'model' | 'popularity', because: readonly string[]): string {
  if (by === 'popularity') return 'popular with others';
  if (because.length === 0) return 'chosen for you';
  return `because of ${because.map((id) => titleOf(names, id) ?? id).join(' and ')}`;
}

/** Why an item stands among those that are like another one. */
export function alikeWords(names: ItemNames, id: string): string {
  return `similar to ${titleOf(names, id) ?? id}`;
}
