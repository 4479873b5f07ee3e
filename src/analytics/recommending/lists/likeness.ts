import { categoryOf, type ItemNames } from './item-words.js';

/** What two items are compared by. */
interface Traits {
  readonly category: string | undefined;
  /** Texts, members of lists, and what is true or false, each with the name of the fact. */
  readonly others: ReadonlySet<string>;
}

/**
 * How alike two items are by the facts of the catalogue, by their ids, 0 to 1: half of it says whether they are of one
 * category, the other half which share of the rest (texts but for titles, members of lists, true and false) both have
 * (Jaccard, 1901). Of items that the catalogue does not know it is 0.
 */
export function likenessBy(names: ItemNames): (first: string, second: string) => number {
  const known = new Map<string, Traits>();
  const traits = (id: string): Traits => {
    const found = known.get(id) ?? traitsOf(names, id);
    known.set(id, found);
    return found;
  };
  return (first, second) => likeness(traits(first), traits(second));
}

function traitsOf(names: ItemNames, id: string): Traits {
  const { title, category } = names.documents.itemFacts ?? {};
  const others = Object.entries(names.items.factsOf(id)).flatMap(([fact, value]) => {
    if (fact === title || fact === category || typeof value === 'number') return [];
    return [value].flat().map((each) => `${fact}=${String(each)}`);
  });
  return { category: categoryOf(names, id), others: new Set(others) };
}

function likeness(one: Traits, other: Traits): number {
  const sameCategory = one.category !== undefined && one.category === other.category ? 1 : 0;
  let both = 0;
  for (const trait of one.others) if (other.others.has(trait)) both++;
  const either = one.others.size + other.others.size - both;
  return (sameCategory + (either === 0 ? 0 : both / either)) / 2;
}
