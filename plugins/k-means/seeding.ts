import { type EncodedFrame, type SeededRandom } from '#sdk';

/**
 * Means to begin with, spread over the rows: each next one is the best of some rows drawn with a chance that grows with the
 * squared distance to those before (greedy k-means++: Arthur and Vassilvitskii, 2007).
 *
 * @returns as many as there are different rows for, at most `clusters`: row-major
 */
export function seedMeans(
  { rows, columns, values }: EncodedFrame,
  clusters: number,
  random: SeededRandom,
): Float64Array {
  const width = columns.length;
  const trials = 2 + Math.floor(Math.log(clusters));
  const means = new Float64Array(clusters * width);
  let nearest = new Float64Array(rows).fill(Infinity);
  let found = 0;
  for (; found < clusters; found++) {
    const drawn = found === 0 ? [random.integer(rows)] : drawRows(nearest, trials, random);
    if (drawn.length === 0) break;
    const best = drawn
      .map((row) => ({ row, ...nearer(nearest, { values, width, row }) }))
      .reduce((least, each) => (each.sum < least.sum ? each : least));
    nearest = best.distances;
    means.set(values.subarray(best.row * width, (best.row + 1) * width), found * width);
  }
  return means.subarray(0, found * width);
}

/** Rows with a chance by their weight; none where all weigh nothing. */
function drawRows(weights: Float64Array, count: number, random: SeededRandom): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0)) return [];
  return Array.from({ length: count }, () => {
    let rest = random.uniform() * sum;
    const row = weights.findIndex((weight) => (rest -= weight) < 0);
    return row === -1 ? weights.findLastIndex((weight) => weight > 0) : row;
  });
}

/** The squared distances when a row becomes a mean, too. */
function nearer(
  distances: Float64Array,
  { values, width, row }: { readonly values: Float32Array; readonly width: number; readonly row: number },
): { readonly distances: Float64Array<ArrayBuffer>; readonly sum: number } {
  const updated = new Float64Array(distances.length);
  let sum = 0;
  for (let other = 0, at = 0; other < distances.length; other++) {
    let distance = 0;
    for (let from = row * width; from < (row + 1) * width; from++, at++) {
      const difference = (values[at] ?? 0) - (values[from] ?? 0);
      distance += difference * difference;
    }
    const least = Math.min(distance, distances[other] ?? 0);
    updated[other] = least;
    sum += least;
  }
  return { distances: updated, sum };
}
