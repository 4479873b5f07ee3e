/**
 * The items with so many of the largest sums, of equal ones the first, rising; none whose sum is not above 0.
 *
 * @param among 1 for each item that may be among them; null where all may
 */
export function bestOf(sums: Float64Array, count: number, among: Uint8Array | null): Uint32Array {
  // A heap whose first entry is the least of the best so far; what is not above 0 is below all of them.
  const best = new Float64Array(count);
  let least = 0;
  for (let item = 0; item < sums.length; item++) {
    const sum = sums[item] ?? 0;
    if (sum > least && (among === null || among[item] === 1)) least = replaceLeast(best, sum);
  }
  return atLeast(sums, best, among);
}

/** Puts a larger value in the place of the heap's least one. Returns which is the least then. */
function replaceLeast(heap: Float64Array, value: number): number {
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if ((heap[child + 1] ?? Infinity) < (heap[child] ?? Infinity)) child++;
    const next = heap[child] ?? Infinity;
    if (next >= value) break;
    heap[place] = next;
    place = child;
  }
  heap[place] = value;
  return heap[0] ?? 0;
}

/** The items of the best sums; of those that are equal to the least of them as many as there is room for. */
function atLeast(sums: Float64Array, best: Float64Array, among: Uint8Array | null): Uint32Array {
  const least = best[0] ?? Infinity;
  let equal = best.reduce((room, sum) => room + Number(sum === least), 0);
  const items = new Uint32Array(best.length);
  let found = 0;
  for (let item = 0; item < sums.length && found < items.length; item++) {
    const sum = sums[item] ?? 0;
    if (sum < least || sum === 0 || (among !== null && among[item] !== 1)) continue;
    if (sum === least && equal-- <= 0) continue;
    items[found++] = item;
  }
  return items.subarray(0, found);
}
