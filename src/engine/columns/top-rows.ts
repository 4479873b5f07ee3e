/**
 * The rows that may be taken, best first, those of equal values together: who has −Infinity or no number is never taken.
 *
 * @param values an entry for every row, higher ones first
 */
export function tiedRows(values: Float64Array, rows: Uint32Array): readonly Uint32Array[] {
  const valueOf = (row: number): number => values[row] ?? Number.NaN;
  const order = rows.filter((row) => valueOf(row) > -Infinity).sort((a, b) => valueOf(b) - valueOf(a) || a - b);
  const groups: Uint32Array[] = [];
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && valueOf(order[end] ?? 0) === valueOf(order[start] ?? 0)) end++;
    groups.push(order.subarray(start, end));
    start = end;
  }
  return groups;
}

/**
 * Takes the best rows until there are so many. Where that ends among rows of equal values, each of them is taken in part.
 *
 * @param groups of {@link tiedRows}
 * @param size how many rows; parts of them add up
 * @param open P(a row is among those to choose from); 1 unless given
 * @param taken where P(a row is taken) is put down for those that are
 */
export function takeTop(
  groups: readonly Uint32Array[],
  size: number,
  open: Float64Array | undefined,
  taken: Float64Array,
): void {
  let left = size;
  for (const group of groups) {
    if (left <= 0) return;
    const rows = openRows(group, open);
    const share = rows === 0 ? 0 : Math.min(1, left / rows);
    for (const row of group) taken[row] = share * (open?.[row] ?? 1);
    left -= rows;
  }
}

/** How many rows a group counts for. */
export function openRows(group: Uint32Array, open: Float64Array | undefined): number {
  return open === undefined ? group.length : group.reduce((sum, row) => sum + (open[row] ?? 1), 0);
}
