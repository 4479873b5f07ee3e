import { type FeatureColumn, seededRandom } from '#sdk';

/** How one feature's values become bins. Bin 0 is for missing values; the others count from 1. */
export type FeatureBins =
  | {
      readonly type: 'number';
      /** Rising; a value's bin is 1 + the number of edges below it. */
      readonly edges: Float64Array;
    }
  | {
      readonly type: 'category';
      /** By category code; 0 where a category is too rare for a bin of its own. */
      readonly bins: Uint8Array;
    };

/** The bin of missing values and of categories that training did not know. */
export const MISSING = 0;
/** Bins are bytes. */
export const BINS = 256;
/** Edges are found on so many rows, drawn by the seed. */
const SAMPLED_ROWS = 100_000;

/** The number of bins in use, the missing one among them. */
export function binCount(feature: FeatureBins): number {
  if (feature.type === 'number') return feature.edges.length + 2;
  return feature.bins.reduce((most, bin) => Math.max(most, bin), 0) + 1;
}

/** Finds at most `most` bins for each column: quantiles for numbers, the most frequent categories. */
export function fitBins(columns: readonly FeatureColumn[], rows: number, most: number, seed: number): FeatureBins[] {
  const sampled = sampledRows(rows, seed);
  return columns.map((column) => {
    if (column.type === 'number') return { type: 'number', edges: edgesOf(sortedValues(column.values, sampled), most) };
    return { type: 'category', bins: frequentCategories(column.codes, column.categories.length, most) };
  });
}

/** Rows drawn by the seed, in rising order; null for all. */
function sampledRows(rows: number, seed: number): Int32Array | null {
  if (rows <= SAMPLED_ROWS) return null;
  const random = seededRandom(seed ^ 0xb175);
  return Int32Array.from({ length: SAMPLED_ROWS }, () => random.integer(rows)).sort();
}

function sortedValues(values: Float64Array, sampled: Int32Array | null): Float64Array {
  const sample = sampled === null ? values : Float64Array.from(sampled, (row) => values[row] ?? NaN);
  return sample.filter((value) => !Number.isNaN(value)).sort();
}

/** Edges half-way between neighbouring values: between all of them where they are few, else at equal shares of rows. */
function edgesOf(sorted: Float64Array, most: number): Float64Array {
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  if (distinct.length <= most) return middles(distinct);
  const edges: number[] = [];
  for (let cut = 1; cut < most; cut++) {
    const at = Math.max(1, Math.floor((cut * sorted.length) / most));
    const edge = middle(sorted[at - 1] ?? 0, sorted[at] ?? 0);
    if (edges.length === 0 || edge > (edges.at(-1) ?? 0)) edges.push(edge);
  }
  return Float64Array.from(edges);
}

function middles(distinct: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(0, distinct.length - 1) }, (_, index) =>
    middle(distinct[index] ?? 0, distinct[index + 1] ?? 0),
  );
}

/** Between two numbers, never above the larger one by rounding. */
function middle(below: number, above: number): number {
  const between = below / 2 + above / 2;
  return between < above ? Math.max(below, between) : below;
}

function frequentCategories(codes: Int32Array, categories: number, most: number): Uint8Array {
  const counts = new Float64Array(categories);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const byFrequency = Array.from(counts.keys())
    .filter((code) => (counts[code] ?? 0) > 0)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
    .slice(0, most);
  const bins = new Uint8Array(categories);
  byFrequency.forEach((code, rank) => (bins[code] = rank + 1));
  return bins;
}

/** Writes the bins of a column's rows `from` to `to` into `out`, the first at `start`, each `stride` further. */
export function writeBins(
  feature: FeatureBins,
  column: FeatureColumn,
  rows: { readonly from: number; readonly to: number },
  out: Uint8Array,
  { start, stride }: { readonly start: number; readonly stride: number },
): void {
  if (feature.type === 'number' && column.type === 'number') {
    writeNumbers(feature.edges, column.values, rows, out, start, stride);
  } else if (feature.type === 'category' && column.type === 'category') {
    for (let row = rows.from, at = start; row < rows.to; row++, at += stride) {
      const code = column.codes[row] ?? -1;
      out[at] = code < 0 ? MISSING : (feature.bins[code] ?? MISSING);
    }
  }
}

function writeNumbers(
  edges: Float64Array,
  values: Float64Array,
  { from, to }: { readonly from: number; readonly to: number },
  out: Uint8Array,
  start: number,
  stride: number,
): void {
  const { lowest, perUnit, first } = gridOf(edges);
  for (let row = from, at = start; row < to; row++, at += stride) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) {
      out[at] = MISSING;
      continue;
    }
    const cell = cellOf(value, lowest, perUnit);
    let below = first[cell] ?? 0;
    let end = first[cell + 1] ?? 0;
    while (below < end) {
      const half = (below + end) >>> 1;
      if ((edges[half] ?? Infinity) < value) below = half + 1;
      else end = half;
    }
    out[at] = below + 1;
  }
}

/** Equally wide cells between the lowest edge and the highest: a value's cell leaves few edges to compare it with. */
interface Grid {
  readonly lowest: number;
  readonly perUnit: number;
  /** By cell: the number of edges below it; a value of the cell has `first[cell]` to `first[cell + 1]` edges below it. */
  readonly first: Uint8Array;
}
const GRID = 1024;
const grids = new WeakMap<Float64Array, Grid>();

function gridOf(edges: Float64Array): Grid {
  const known = grids.get(edges);
  if (known !== undefined) return known;
  const lowest = edges[0] ?? 0;
  const width = (edges.at(-1) ?? 0) - lowest;
  const perUnit = width > 0 && Number.isFinite(GRID / width) ? GRID / width : 0;
  // By the same arithmetic as a value's own cell: an edge of a lower cell is below the value, one of a higher is not.
  const first = new Uint8Array(GRID + 1);
  for (const edge of edges) {
    const next = cellOf(edge, lowest, perUnit) + 1;
    first[next] = (first[next] ?? 0) + 1;
  }
  for (let cell = 1; cell <= GRID; cell++) first[cell] = (first[cell] ?? 0) + (first[cell - 1] ?? 0);
  const grid = { lowest, perUnit, first };
  grids.set(edges, grid);
  return grid;
}

function cellOf(value: number, lowest: number, perUnit: number): number {
  return Math.min(GRID - 1, Math.max(0, Math.floor((value - lowest) * perUnit || 0)));
}
