/** The indexes of `values`, from the smallest value to the largest; equal values keep their order. */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => at(values, a) - at(values, b) || a - b);
}

/** Mid-ranks, 1 … n: tied values share the mean of the ranks that they take up. */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = ascendingOrder(values);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    const end = tieEnd(values, order, start);
    const shared = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) ranks[at(order, i)] = shared;
    start = end;
  }
  return ranks;
}

/** The position after the last of the values tied with the one at `start` of `order`. */
export function tieEnd(values: ArrayLike<number>, order: ArrayLike<number>, start: number): number {
  const value = at(values, at(order, start));
  let end = start + 1;
  while (end < order.length && at(values, at(order, end)) === value) end++;
  return end;
}

/** The element at an index that is known to exist. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}
