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

/** Among more than so many nobody looks for the least alike. */
export const MOST_COMPARED = 500;

/**
 * So many of a list, with at most so many of one category: in its order, or, the more diversity is wanted, each the one that is
 * least like those before it (maximal marginal relevance: Carbonell and Goldstein, 1998), of the first {@link MOST_COMPARED} that
 * have room. Its place says how relevant a member is, from 1 for the first to nearly 0 for the last: scores of recommenders are on
 * scales of their own.
 */
export function diverse<T>(
  list: readonly T[],
  { items, perCategory = Infinity, diversity = 0 }: Diversity,
  { categoryOf, likeness = () => 0 }: Known<T>,
): readonly T[] {
  const room = new Room(perCategory);
  if (diversity === 0) return inOrder(list, items, (member) => room.take(categoryOf(member)));
  const kept: Place<T>[] = [];
  const worthOf = (each: Place<T>): number => {
    for (; each.compared < kept.length; each.compared++) {
      each.closest = Math.max(each.closest, likeness(kept[each.compared]?.place ?? 0, each.place));
    }
    return (1 - diversity) * (1 - each.place / list.length) - diversity * each.closest;
  };
  let left = list.map((member, place): Place<T> => {
    return { place, member, category: categoryOf(member), closest: 0, compared: 0 };
  });
  while (kept.length < items && left.length > 0) {
    const best = bestOf(left.slice(0, MOST_COMPARED), worthOf);
    if (best === undefined) break;
    room.take(best.category);
    kept.push(best);
    left = left.filter((each) => each !== best && room.has(each.category));
  }
  return kept.map(({ member }) => member);
}

function inOrder<T>(list: readonly T[], items: number, take: (member: T) => boolean): readonly T[] {
  const kept: T[] = [];
  for (const member of list) {
    if (kept.length >= items) break;
    if (take(member)) kept.push(member);
  }
  return kept;
}

/** A member of a list, and how alike the closest of the kept ones is to it, of as many as it was compared with. */
interface Place<T> {
  readonly place: number;
  readonly member: T;
  readonly category: string | undefined;
  closest: number;
  compared: number;
}

/** What has room yet, by category. */
class Room {
  readonly #taken = new Map<string, number>();

  constructor(private readonly perCategory: number) {}

  has(category: string | undefined): boolean {
    return category === undefined || (this.#taken.get(category) ?? 0) < this.perCategory;
  }

  /** Takes a place where there is one. */
  take(category: string | undefined): boolean {
    if (!this.has(category)) return false;
    if (category !== undefined) this.#taken.set(category, (this.#taken.get(category) ?? 0) + 1);
    return true;
  }
}

/** The first of those that are worth the most; undefined where there are none. */
function bestOf<T>(members: readonly T[], worthOf: (member: T) => number): T | undefined {
  let best: { readonly member: T; readonly worth: number } | undefined;
  for (const member of members) {
    const worth = worthOf(member);
    if (best === undefined || worth > best.worth) best = { member, worth };
  }
  return best?.member;
}
