/** How a list is kept diverse. */
export interface Diversity {
  /** Members of the list. */
  readonly items: number;
  /** At most so many of one category. */
  readonly perCategory?: number | undefined;
  /** How much being unlike the members before counts beside the place in the list, 0 (not at all; unless told) to 1. */
  readonly diversity?: number | undefined;
}

/** What is known of the members of a list. */
interface Known<T> {
  /** Undefined where nobody knows: what is of no known category is never too much. */
  readonly categoryOf: (member: T) => string | undefined;
  /** How alike the members at two places are, 0 to 1; asked only for the sake of `diversity`. */
  readonly likeness?: (first: number, second: number) => number;
}

/**
 * So many of a list, with at most so many of one category: in its order, or, the more diversity is wanted, each the one that is
 * least like those before it (maximal marginal relevance: Carbonell and Goldstein, 1998). Its place says how relevant a member
 * is, from 1 for the first to nearly 0 for the last: scores of recommenders are on scales of their own.
 */
export function diverse<T>(
  list: readonly T[],
  { items, perCategory = Infinity, diversity = 0 }: Diversity,
  { categoryOf, likeness = () => 0 }: Known<T>,
): readonly T[] {
  const taken = new Map<string, number>();
  const kept: T[] = [];
  const left = new Set(list.keys());
  const closest = new Float64Array(list.length);
  while (kept.length < items) {
    const place = bestOf(left, (each) => (1 - diversity) * (1 - each / list.length) - diversity * (closest[each] ?? 0));
    const member = place === undefined ? undefined : list[place];
    if (place === undefined || member === undefined) break;
    left.delete(place);
    const category = categoryOf(member);
    const before = category === undefined ? 0 : (taken.get(category) ?? 0);
    if (before >= perCategory) continue;
    if (category !== undefined) taken.set(category, before + 1);
    kept.push(member);
    if (diversity === 0) continue;
    for (const each of left) closest[each] = Math.max(closest[each] ?? 0, likeness(place, each));
  }
  return kept;
}

/** The first of those that are worth the most; undefined where there are none. */
function bestOf(places: Iterable<number>, worthOf: (place: number) => number): number | undefined {
  let best: { readonly place: number; readonly worth: number } | undefined;
  for (const place of places) {
    const worth = worthOf(place);
    if (best === undefined || worth > best.worth) best = { place, worth };
  }
  return best?.place;
}
