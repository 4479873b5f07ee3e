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
      /** By category code; {@link MISSING} where a category is too rare for a bin of its own. */
      readonly bins: Uint8Array;
    };

/** The bin of missing values and of categories that training did not know. */
const MISSING = 0;
/** Edges are found on so many rows, drawn by the seed. */
const SAMPLED_ROWS = 100_000;
/** A category needs so many rows for a bin of its own. */
const LEAST_ROWS = 5;

/** The number of bins in use, the missing one among them. */
export function binCount(feature: FeatureBins): number {
  if (feature.type === 'number') return feature.edges.length + 2;
  return feature.bins.reduce((most, bin) => Math.max(most, bin), 0) + 1;
}

/** Finds at most `most` bins for each column: equally full ones for numbers, the most frequent categories. */
export function fitBins(columns: readonly FeatureColumn[], rows: number, most: number, seed: number): FeatureBins[] {
  const random = seededRandom(seed ^ 0x6b1a5);
  const sampled =
    rows <= SAMPLED_ROWS ? null : Int32Array.from({ length: SAMPLED_ROWS }, () => random.integer(rows)).sort();
  return columns.map((column) => {
    if (column.type === 'category') return { type: 'category', bins: frequentCategories(column, most) };
    const values = sampled === null ? column.values : Float64Array.from(sampled, (row) => column.values[row] ?? NaN);
    return { type: 'number', edges: edgesOf(values.filter((value) => !Number.isNaN(value)).sort(), most) };
  });
}

/** Edges half-way between neighbouring values: between all of them where they are few, else at equal shares of rows. */
function edgesOf(sorted: Float64Array, most: number): Float64Array {
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  const few = distinct.length <= most;
  const source = few ? distinct : sorted;
  const edges: number[] = [];
  for (let cut = 1; cut < (few ? distinct.length : most); cut++) {
    const at = few ? cut : Math.max(1, Math.floor((cut * sorted.length) / most));
    const edge = between(source[at - 1] ?? 0, source[at] ?? 0);
    if (edges.length === 0 || edge > (edges.at(-1) ?? 0)) edges.push(edge);
  }
  return Float64Array.from(edges);
}

/** A number from `below` on that is less than `above`, where there is one: the shortest that is about half-way. */
function between(below: number, above: number): number {
  const middle = below / 2 + above / 2;
  for (let digits = 1; digits < 16; digits++) {
    const short = Number(middle.toPrecision(digits));
    if (short >= below && short < above && Math.abs(short - middle) <= (above - below) / 4) return short;
  }
  return middle < above ? Math.max(below, middle) : below;
}

function frequentCategories(
  { codes, categories }: Extract<FeatureColumn, { type: 'category' }>,
  most: number,
): Uint8Array {
  const counts = new Float64Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const byFrequency = Array.from(counts.keys())
    .filter((code) => (counts[code] ?? 0) >= LEAST_ROWS)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
    .slice(0, most);
  const bins = new Uint8Array(categories.length);
  byFrequency.forEach((code, rank) => (bins[code] = rank + 1));
  return bins;
}

/** Writes the bins of a column's rows `from` to `to` into `out`, from its start on. */
export function writeBins(
  feature: FeatureBins,
  column: FeatureColumn | undefined,
  { from, to }: { readonly from: number; readonly to: number },
  out: Uint8Array,
): void {
  if (feature.type === 'number' && column?.type === 'number') {
    for (let row = from; row < to; row++) out[row - from] = numberBin(feature.edges, column.values[row] ?? NaN);
  } else if (feature.type === 'category' && column?.type === 'category') {
    for (let row = from; row < to; row++) {
      const code = column.codes[row] ?? -1;
      out[row - from] = code < 0 ? MISSING : (feature.bins[code] ?? MISSING);
    }
  }
}

function numberBin(edges: Float64Array, value: number): number {
  if (Number.isNaN(value)) return MISSING;
  let below = 0;
  let end = edges.length;
  while (below < end) {
    const half = (below + end) >>> 1;
    if ((edges[half] ?? Infinity) < value) below = half + 1;
    else end = half;
  }
  return below + 1;
}
