/** What is different at one place of two documents. */
export interface Difference {
  /** Names of members, and the ids or places of what stands in lists. */
  readonly place: readonly string[];
  /** Undefined where nothing stands there. */
  readonly before: unknown;
  readonly after: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Where two JSON values differ, member by member, in the order of the later one. What stands in lists is the same where it
 * has the same `id`; other lists of the same length are compared place by place, and else as a whole.
 */
export function differencesOf(before: unknown, after: unknown): readonly Difference[] {
  return differencesAt([], before, after);
}

function differencesAt(place: readonly string[], before: unknown, after: unknown): readonly Difference[] {
  if (isSame(before, after)) return [];
  const parts = partsOf(before, after);
  if (parts === null) return [{ place, before, after }];
  const names = [...new Set([...Object.keys(parts.after), ...Object.keys(parts.before)])];
  const inside = names.flatMap((name) =>
    differencesAt([...place, name], memberOf(parts.before, name), memberOf(parts.after, name)),
  );
  // The same things in another order.
  return inside.length === 0 ? [{ place, before, after }] : inside;
}

/** Both as members, where they can be compared so. */
function partsOf(before: unknown, after: unknown): { readonly before: Fields; readonly after: Fields } | null {
  if (isFields(before) && isFields(after)) return { before, after };
  if (!Array.isArray(before) || !Array.isArray(after)) return null;
  const [ids, later] = [byId(before), byId(after)];
  if (ids !== null && later !== null && before.length > 0 && after.length > 0) return { before: ids, after: later };
  if (before.length !== after.length || !before.every(isFields)) return null;
  return { before: Object.fromEntries(before.entries()), after: Object.fromEntries(after.entries()) };
}

/** What stands in a list by its id; null where something has none, or two have the same. */
function byId(list: readonly unknown[]): Fields | null {
  const entries = list.map((each) => [isFields(each) ? each['id'] : undefined, each] as const);
  if (!entries.every(([id]) => typeof id === 'string')) return null;
  const found = new Map(entries as readonly (readonly [string, unknown])[]);
  return found.size === list.length ? Object.fromEntries(found) : null;
}

/** What became of changes of two people to the same document. */
export interface Merged {
  readonly document: unknown;
  /** Places that both changed, each otherwise; the first one's changes stand in the document. */
  readonly conflicts: readonly Difference[];
}

/** The changes of one person put on top of another's. @param base what both began with */
export function merge(base: unknown, mine: unknown, theirs: unknown): Merged {
  return mergeAt([], { base, mine, theirs });
}

interface Sides {
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

function mergeAt(place: readonly string[], { base, mine, theirs }: Sides): Merged {
  if (isSame(mine, base) || isSame(mine, theirs)) return { document: theirs, conflicts: [] };
  if (isSame(theirs, base)) return { document: mine, conflicts: [] };
  if (isFields(mine) && isFields(theirs))
    return mergeMembers(place, { base: isFields(base) ? base : {}, mine, theirs });
  return { document: mine, conflicts: [{ place, ...onlyDiffering(theirs, mine) }] };
}

/** Of two lists what only one of them has, such as single conditions; all of them where they have the same in another order. */
function onlyDiffering(theirs: unknown, mine: unknown): Pick<Difference, 'before' | 'after'> {
  if (!Array.isArray(theirs) || !Array.isArray(mine)) return { before: theirs, after: mine };
  const without = (list: readonly unknown[], other: readonly unknown[]) =>
    list.filter((each) => !other.some((one) => isSame(each, one)));
  const [before, after] = [without(theirs, mine), without(mine, theirs)];
  if (before.length + after.length === 0) return { before: theirs, after: mine };
  const shown = (list: readonly unknown[]) => (list.length === 0 ? undefined : list);
  return { before: shown(before), after: shown(after) };
}

function mergeMembers(place: readonly string[], { base, mine, theirs }: Readonly<Record<keyof Sides, Fields>>): Merged {
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  const merged = names.map((name) => {
    const sides = { base: memberOf(base, name), mine: memberOf(mine, name), theirs: memberOf(theirs, name) };
    return [name, mergeAt([...place, name], sides)] as const;
  });
  const members = merged.flatMap(([name, { document }]) => (document === undefined ? [] : [[name, document] as const]));
  return { document: Object.fromEntries(members), conflicts: merged.flatMap(([, { conflicts }]) => conflicts) };
}

/** Whether two JSON values say the same; the order of members says nothing. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, index) => isSame(each, other[index]));
  }
  if (!isFields(one) || !isFields(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
