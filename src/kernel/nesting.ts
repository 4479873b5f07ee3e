/** True where arrays and objects lie in each other more than `limit` levels deep. Needs no stack of its own depth. */
export function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  // Recursion ends at the limit, however deep the value is.
  if (Array.isArray(value)) return value.some((item) => isDeeperThan(limit - 1, item));
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) if (isDeeperThan(limit - 1, members[name])) return true;
  return false;
}

/**
 * True where there are more than `limit` values in an array or an object, those inside it and so on counted. Ends as soon as
 * that is known. To be asked only of what is not nested deep.
 */
export function isLargerThan(limit: number, value: unknown): boolean {
  let left = limit;
  const count = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return;
    const values: readonly unknown[] = Array.isArray(inner) ? inner : Object.values(inner);
    left -= values.length;
    for (let index = 0; index < values.length && left >= 0; index++) count(values[index]);
  };
  count(value);
  return left < 0;
}

/** Names in a body itself; none of ours has so many. */
const MOST_MEMBERS = 1_000;

/** True for an object with more members than any body has, which a schema would look at one by one. */
export function hasTooManyMembers(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > MOST_MEMBERS
  );
}
