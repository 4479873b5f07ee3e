/** True where arrays and objects lie in each other more than `limit` levels deep. Needs no stack of its own depth. */
export function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  // Recursion ends at the limit, however deep the value is.
  return Array.isArray(value)
    ? value.some((item) => isDeeperThan(limit - 1, item))
    : Object.values(value).some((item) => isDeeperThan(limit - 1, item));
}
