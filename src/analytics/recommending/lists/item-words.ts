import { type ReleaseDocuments } from '#strata/engine';
import { type KnownItems } from '#strata/items/catalogue';
import { type Language } from '#strata/kernel/texts';
import { analysisPhrases } from '../../words/index.js';

/** What items are called, and in which language it is said why they stand somewhere. */
export interface ItemNames {
  readonly items: Pick<KnownItems, 'factsOf'>;
  readonly documents: ReleaseDocuments;
  /** English unless told. */
  readonly language?: Language | undefined;
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
  const { recommended } = analysisPhrases(names.language);
  if (by === 'popularity') return recommended.popular;
  if (because.length === 0) return recommended.chosen;
  return recommended.because(because.map((id) => titleOf(names, id) ?? id));
}

/** Why an item stands among those that are like another one. */
export function alikeWords(names: ItemNames, id: string): string {
  return analysisPhrases(names.language).recommended.similar(titleOf(names, id) ?? id);
}
