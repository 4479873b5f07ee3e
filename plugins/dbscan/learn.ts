import {
  type EncodedFrame,
  type FitRun,
  OUTLIER,
  pickFrameRows,
  seededRandom,
  silhouette,
  stabilityOf,
  StrataError,
} from '#sdk';
import { type DbscanOptions } from './options.js';
import { distanceToNearest, type RowTree, treeOf, visitNear } from './tree.js';

/** What was learned. */
export interface Dense {
  readonly columns: readonly string[];
  /** How near neighbours are. */
  readonly epsilon: number;
  /** How many a core row has, with itself. */
  readonly neighbours: number;
  /** Rows that have so many neighbours. */
  readonly cores: EncodedFrame;
  /** The cluster of each of them: the largest is 0. */
  readonly labels: Int32Array;
  readonly clusters: number;
  /** k × m, row-major. */
  readonly centres: Float64Array;
  /** Null where it is not known. */
  readonly silhouette: number | null;
  readonly stability: number;
  /** Rows that were learned from. */
  readonly rows: number;
}

/** All rows up to so many are learned from, above it so many drawn. */
const SAMPLE_ROWS = 10_000;
/** Rows whose distances show the knee. */
const KNEE_ROWS = 2000;

export function learn(frame: EncodedFrame, options: DbscanOptions, run: FitRun): Dense {
  const sample = sampleOf(frame, SAMPLE_ROWS, run.seed);
  const neighbours = options.neighbours ?? Math.max(4, 2 * frame.columns.length);
  if (sample.rows < 2 * neighbours) {
    const message = `Groups of ${String(neighbours)} neighbours need ${String(2 * neighbours)} rows: there are ${String(sample.rows)}.`;
    throw new StrataError('TOO_FEW_EXAMPLES', message);
  }
  run.progress(0, 'how near neighbours are');
  const tree = treeOf(sample);
  const epsilon = options.epsilon ?? kneeOf(tree, sample, neighbours, run);
  run.progress(0.3, 'groups');
  const found = coresOf(tree, sample, { epsilon, neighbours, run });
  run.progress(0.6, 'stability');
  const labels = nearestCores(found, sample);
  const width = silhouette(sample, labels, run.seed);
  return {
    ...{ columns: frame.columns, neighbours, rows: sample.rows, ...found },
    centres: centresOf(sample, labels, found.clusters),
    silhouette: Number.isNaN(width) ? null : width,
    stability: stabilityOf(
      sample,
      (half) => {
        // Half of the rows have half of the neighbours.
        const fewer = Math.max(2, Math.round((neighbours * half.rows) / sample.rows));
        const again = coresOf(treeOf(half), half, { epsilon, neighbours: fewer, run });
        return (all) => nearestCores(again, all);
      },
      run.seed,
    ),
  };
}

function sampleOf(frame: EncodedFrame, most: number, seed: number): EncodedFrame {
  if (frame.rows <= most) return frame;
  const random = seededRandom(seed);
  const rows = new Set<number>();
  while (rows.size < most) rows.add(random.integer(frame.rows));
  return pickFrameRows(
    frame,
    [...rows].sort((a, b) => a - b),
  );
}

/**
 * Where the distances to the k-th neighbour, in order, turn upwards: the point farthest below the line from the first to
 * the last (Ester et al., 1996, found as Satopää et al., 2011, do).
 */
function kneeOf(tree: RowTree, sample: EncodedFrame, neighbours: number, run: FitRun): number {
  const some = sampleOf(sample, KNEE_ROWS, run.seed);
  const distances = Float64Array.from({ length: some.rows }, (_, row) => {
    if (row % 100 === 0) run.signal.throwIfAborted();
    return distanceToNearest(tree, { values: some.values, row }, neighbours);
  }).sort();
  const [first = 0, last = 0] = [distances[0], distances.at(-1)];
  let [knee, most] = [0, -Infinity];
  distances.forEach((distance, place) => {
    const below = place / (distances.length - 1) - (last === first ? 0 : (distance - first) / (last - first));
    if (below <= most) return;
    most = below;
    knee = place;
  });
  const [found = 0, positive = 1] = [distances[knee], distances.find((distance) => distance > 0)];
  return Math.max(found, positive);
}

type Cores = Pick<Dense, 'epsilon' | 'cores' | 'labels' | 'clusters'>;

/** Rows with enough neighbours, and which of them reach each other. */
function coresOf(
  tree: RowTree,
  frame: EncodedFrame,
  { epsilon, neighbours, run }: { readonly epsilon: number; readonly neighbours: number; readonly run: FitRun },
): Cores {
  const near = Array.from({ length: frame.rows }, (_, row) => {
    if (row % 100 === 0) run.signal.throwIfAborted();
    return rowsNear(tree, frame, row, epsilon);
  });
  const isCore = near.map((rows) => rows.length >= neighbours);
  const reached = new Int32Array(frame.rows).fill(OUTLIER);
  let clusters = 0;
  for (let row = 0; row < frame.rows; row++) {
    if (isCore[row] !== true || reached[row] !== OUTLIER) continue;
    const open = [row];
    reached[row] = clusters;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const other of near[next] ?? []) {
        if (isCore[other] !== true || reached[other] !== OUTLIER) continue;
        reached[other] = clusters;
        open.push(other);
      }
    }
    clusters++;
  }
  const rows = [...isCore.keys()].filter((row) => isCore[row] === true);
  const labels = largestFirst(
    Int32Array.from(rows, (row) => reached[row] ?? 0),
    clusters,
  );
  return { epsilon, cores: pickFrameRows(frame, rows), labels, clusters };
}

function rowsNear(tree: RowTree, { values }: EncodedFrame, row: number, epsilon: number): readonly number[] {
  const rows: number[] = [];
  const radius = epsilon * epsilon;
  visitNear(tree, { values, row }, radius, (other) => {
    rows.push(other);
    return radius;
  });
  return rows;
}

function largestFirst(labels: Int32Array, clusters: number): Int32Array {
  const sizes = new Float64Array(clusters);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  const order = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
  const places = new Int32Array(clusters);
  order.forEach((label, place) => {
    places[label] = place;
  });
  return labels.map((label) => places[label] ?? 0);
}

/** The cluster of the nearest core row that is near enough; an outlier has none. */
export function nearestCores({ epsilon, cores, labels }: Cores, frame: EncodedFrame): Int32Array {
  const tree = treeOf(cores);
  return Int32Array.from({ length: frame.rows }, (_, row) => {
    let [nearest, least] = [-1, Infinity];
    visitNear(tree, { values: frame.values, row }, epsilon * epsilon, (core, squared) => {
      // Of cores equally near the first counts.
      if (squared < least || core < nearest) nearest = core;
      least = squared;
      return squared;
    });
    return nearest === -1 ? OUTLIER : (labels[nearest] ?? OUTLIER);
  });
}

function centresOf({ columns, values }: EncodedFrame, labels: Int32Array, clusters: number): Float64Array {
  const width = columns.length;
  const [sums, sizes] = [new Float64Array(clusters * width), new Float64Array(clusters)];
  labels.forEach((label, row) => {
    if (label === OUTLIER) return;
    sizes[label] = (sizes[label] ?? 0) + 1;
    for (let column = 0; column < width; column++) {
      const at = label * width + column;
      sums[at] = (sums[at] ?? 0) + (values[row * width + column] ?? 0);
    }
  });
  return sums.map((sum, at) => sum / Math.max(1, sizes[Math.floor(at / width)] ?? 1));
}
