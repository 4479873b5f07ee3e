/**
 * The first so many of a list, in its order, with at most so many of one category: what is of no known category is never too much.
 *
 * @param categoryOf of a member of the list; undefined where nobody knows
 */
export function diverse<T>(
  list: readonly T[],
  { items, perCategory = Infinity }: { readonly items: number; readonly perCategory?: number | undefined },
  categoryOf: (member: T) => string | undefined,
): readonly T[] {
  const taken = new Map<string, number>();
  const kept: T[] = [];
  for (const member of list) {
    if (kept.length >= items) break;
    const category = categoryOf(member);
    const before = category === undefined ? 0 : (taken.get(category) ?? 0);
    if (before >= perCategory) continue;
    if (category !== undefined) taken.set(category, before + 1);
    kept.push(member);
  }
  return kept;
}
