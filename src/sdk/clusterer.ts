import { type EncodedFrame } from './scorer.js';
import { type FittedDefinition } from './kinds.js';
import { seededRandom } from './random.js';

/** A number of clusters that was tried. */
export interface ClusterChoice {
  readonly clusters: number;
  /** See {@link silhouette}; NaN where the plugin does not say. */
  readonly silhouette: number;
  /** See {@link stabilityOf}; NaN where the plugin does not say. */
  readonly stability: number;
  /** Whether it is the one that was taken. */
  readonly taken: boolean;
}

/** What a fit says about itself. */
export interface ClusterDescription {
  /** k, 0 or more: outliers are none. */
  readonly clusters: number;
  /** k × m, row-major: the mean of each cluster's rows, in the columns of the frame. */
  readonly centres: Float64Array;
  /** What was tried, by the number of clusters. */
  readonly choices: readonly ClusterChoice[];
  /** What whoever reads it should know, in sentences. */
  readonly notes: readonly string[];
}

/** A way to find groups of rows that are like each other. */
export interface ClustererDefinition<O, A> extends FittedDefinition<EncodedFrame, O, A> {
  /** The cluster of each row, 0 to k − 1, or {@link OUTLIER}; of rows that were not learned from, too. */
  assign(artefact: A, frame: EncodedFrame, options: O): Int32Array;
  describe(artefact: A, options: O): ClusterDescription;
}

/** The cluster of rows that belong to none. */
export const OUTLIER = -1;

/**
 * Declares a clusterer plugin; the default export of its `index.ts`. It only fixes the types.
 *
 * @example see `plugins/k-means`
 */
export function defineClusterer<O, A>(definition: ClustererDefinition<O, A>): ClustererDefinition<O, A> {
  return definition;
}

/** Some rows of a frame, in the order given; a row may come more than once. */
export function pickFrameRows({ columns, values }: EncodedFrame, rows: ArrayLike<number>): EncodedFrame {
  const width = columns.length;
  const picked = new Float32Array(rows.length * width);
  for (let place = 0; place < rows.length; place++) {
    const from = (rows[place] ?? 0) * width;
    picked.set(values.subarray(from, from + width), place * width);
  }
  return { kind: 'encoded', rows: rows.length, columns, values: picked };
}

/** Rows whose silhouette is found out: all pairs of them are compared. */
const SILHOUETTE_ROWS = 4000;

/**
 * The mean silhouette (Rousseeuw, 1987): how much nearer rows are to their own cluster than to the next one, −1 to 1; rows
 * alone in their cluster count 0. Outliers are left out. Exact up to 4,000 rows; above it of so many of them, drawn by the
 * seed, compared with each other. NaN where there are fewer than two clusters.
 */
export function silhouette({ columns, values }: EncodedFrame, labels: Int32Array, seed: number): number {
  const rows = sampleOf(rowsOf(labels), SILHOUETTE_ROWS, seed);
  const own = Int32Array.from(rows, (row) => labels[row] ?? OUTLIER);
  const clusters = own.reduce((most, label) => Math.max(most, label + 1), 0);
  const sizes = new Int32Array(clusters);
  for (const label of own) sizes[label] = (sizes[label] ?? 0) + 1;
  if (sizes.filter((size) => size > 0).length < 2) return Number.NaN;
  const sums = distanceSums(values, { rows, width: columns.length, own, clusters });
  let total = 0;
  own.forEach((label, place) => {
    total += widthOf(sums.subarray(place * clusters, (place + 1) * clusters), sizes, label);
  });
  return total / own.length;
}

/** Of each row, the sum of its distances to all rows of each cluster: rows × clusters. */
function distanceSums(
  values: Float32Array,
  given: { readonly rows: Uint32Array; readonly width: number; readonly own: Int32Array; readonly clusters: number },
): Float64Array {
  const { rows, width, own, clusters } = given;
  const sums = new Float64Array(rows.length * clusters);
  for (let one = 0; one < rows.length; one++) {
    const from = (rows[one] ?? 0) * width;
    for (let other = 0; other < one; other++) {
      let sum = 0;
      for (let a = from, b = (rows[other] ?? 0) * width; a < from + width; a++, b++) {
        const difference = (values[a] ?? 0) - (values[b] ?? 0);
        sum += difference * difference;
      }
      const distance = Math.sqrt(sum);
      const [toOther, toOne] = [one * clusters + (own[other] ?? 0), other * clusters + (own[one] ?? 0)];
      sums[toOther] = (sums[toOther] ?? 0) + distance;
      sums[toOne] = (sums[toOne] ?? 0) + distance;
    }
  }
  return sums;
}

function widthOf(sums: Float64Array, sizes: Int32Array, own: number): number {
  const size = sizes[own] ?? 0;
  if (size < 2) return 0;
  const within = (sums[own] ?? 0) / (size - 1);
  let next = Infinity;
  sums.forEach((sum, label) => {
    const others = sizes[label] ?? 0;
    if (label !== own && others > 0) next = Math.min(next, sum / others);
  });
  const larger = Math.max(within, next);
  return larger === 0 ? 0 : (next - within) / larger;
}

/**
 * How far two divisions of the same rows agree: 1 for the same one, about 0 by chance (the adjusted Rand index of Hubert and
 * Arabie, 1985). Outliers count as a cluster of their own.
 */
export function adjustedRand(first: Int32Array, second: Int32Array): number {
  const counts = new Map<number, number>();
  const [rowSums, columnSums] = [new Map<number, number>(), new Map<number, number>()];
  const add = (sums: Map<number, number>, key: number) => sums.set(key, (sums.get(key) ?? 0) + 1);
  const width = second.reduce((most, label) => Math.max(most, label), 0) + 2;
  first.forEach((label, row) => {
    const other = second[row] ?? OUTLIER;
    add(counts, (label + 1) * width + other + 1);
    add(rowSums, label);
    add(columnSums, other);
  });
  const pairs = (sums: Map<number, number>) => [...sums.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const [both, one, two, all] = [pairs(counts), pairs(rowSums), pairs(columnSums), pairsOf(first.length)];
  const byChance = all === 0 ? 0 : (one * two) / all;
  const most = (one + two) / 2;
  return most === byChance ? 1 : (both - byChance) / (most - byChance);
}

function pairsOf(rows: number): number {
  return (rows * (rows - 1)) / 2;
}

/** Rows that are looked at, and how often they are halved. */
const STABILITY = { rows: 4000, rounds: 8 };

/** Learns from some rows; what it returns tells the clusters of others. */
type Learning = (half: EncodedFrame, seed: number) => (frame: EncodedFrame) => Int32Array;

/**
 * How far the clusters stay the same when other people are looked at: rows are split at random into two halves that share
 * nobody, both are learned from, and what the two say of all of them is compared by {@link adjustedRand}; the mean of eight
 * rounds, of at most 4,000 rows. 1 is the same every time, about 0 another division each time.
 */
export function stabilityOf(frame: EncodedFrame, learn: Learning, seed: number): number {
  const random = seededRandom(seed);
  const some = pickFrameRows(
    frame,
    sampleOf(
      Uint32Array.from({ length: frame.rows }, (_, row) => row),
      STABILITY.rows,
      seed,
    ),
  );
  let sum = 0;
  for (let round = 0; round < STABILITY.rounds; round++) {
    const order = random.shuffle(Uint32Array.from({ length: some.rows }, (_, row) => row));
    const middle = Math.floor(some.rows / 2);
    const halves = [order.subarray(0, middle), order.subarray(middle)];
    const [one, two] = halves.map((half) => learn(pickFrameRows(some, half), random.integer(2 ** 32))(some));
    sum += adjustedRand(one ?? new Int32Array(), two ?? new Int32Array());
  }
  return sum / STABILITY.rounds;
}

function rowsOf(labels: Int32Array): Uint32Array {
  const rows: number[] = [];
  labels.forEach((label, row) => {
    if (label !== OUTLIER) rows.push(row);
  });
  return Uint32Array.from(rows);
}

/** At most so many of the rows, each equally likely, in their order. */
function sampleOf(rows: Uint32Array, most: number, seed: number): Uint32Array {
  if (rows.length <= most) return rows;
  return seededRandom(seed).shuffle(rows.slice()).slice(0, most).sort();
}
