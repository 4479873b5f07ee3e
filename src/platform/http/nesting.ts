/** True where arrays and objects lie in each other more than `limit` levels deep. Needs no stack of its own depth. */
export function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  // Recursion ends at the limit, however deep the value is.
  return Array.isArray(value)
    ? value.some((item) => isDeeperThan(limit - 1, item))
    : Object.values(value).some((item) => isDeeperThan(limit - 1, item));
}

/**
 * True where there are more than `limit` values in an array or an object, those inside it and so on counted. Ends as soon as
 * that is known. To be asked only of what is not nested deep.
 */
export function isLargerThan(limit: number, value: unknown): boolean {
  let left = limit;
  const count = (inner: unknown): void => {
    left--;
    if (left < 0 || typeof inner !== 'object' || inner === null) return;
    for (const name in inner) {
      count((inner as Record<string, unknown>)[name]);
      if (left < 0) return;
    }
  };
  count(value);
  return left < 0;
}
