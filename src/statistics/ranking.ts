/**
 * The indexes of `values`, from the smallest value to the largest. Equal values are in the order of what is counted about
 * them (`ties`, the first that differs), so that no sum over them depends on the order of the rows; those that are equal
 * in all of it keep their order.
 */
export function ascendingOrder(values: ArrayLike<number>, ...ties: readonly ArrayLike<number>[]): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => {
    const difference = at(values, a) - at(values, b);
    if (difference !== 0) return difference;
    for (const column of ties) if (at(column, a) !== at(column, b)) return at(column, a) - at(column, b);
    return a - b;
  });
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

/** How nearly two columns order rows in the same way, −1 to 1 (Spearman, 1904): NaN where one of them is constant. */
export function rankCorrelation(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [a, b] = [midranks(first), midranks(second)];
  const centre = (a.length + 1) / 2;
  let [both, ofFirst, ofSecond] = [0, 0, 0];
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [at(a, row) - centre, at(b, row) - centre];
    both += x * y;
    ofFirst += x * x;
    ofSecond += y * y;
  }
  return both / Math.sqrt(ofFirst * ofSecond);
}

/** The position after the last of the values tied with the one at `start` of `order`. */
export function tieEnd(values: ArrayLike<number>, order: ArrayLike<number>, start: number): number {
  const value = at(values, at(order, start));
  let end = start + 1;
  while (end < order.length && at(values, at(order, end)) === value) end++;
  return end;
}

/**
 * Cuts a sorted sequence into about equally long pieces that never divide equal values: each cut is at the border between
 * two values that is nearest to where it belongs. A value that fills several pieces alone makes fewer of them.
 *
 * @param order indexes of `values`, sorted by them
 * @param pieces at most so many
 * @returns the positions [from, until) in `order` of each piece, none empty
 */
export function tiedPieces(
  values: ArrayLike<number>,
  order: ArrayLike<number>,
  pieces: number,
): readonly (readonly [number, number])[] {
  const rows = order.length;
  const cuts = new Set<number>();
  let wanted = 1;
  for (let start = 0; start < rows;) {
    const end = tieEnd(values, order, start);
    for (; wanted < pieces && (wanted * rows) / pieces <= end; wanted++) {
      const place = (wanted * rows) / pieces;
      cuts.add(place - start < end - place ? start : end);
    }
    start = end;
  }
  const ends = [...cuts, rows].filter((cut, index, all) => cut > 0 && all.indexOf(cut) === index);
  return rows === 0 ? [] : ends.map((end, index) => [ends[index - 1] ?? 0, end]);
}

/** The element at an index that is known to exist. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}
