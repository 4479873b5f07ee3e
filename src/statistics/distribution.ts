import { at } from './ranking.js';
import { quantile } from './quantile.js';

/** A column of values: numbers with NaN where one is missing, or codes of categories with −1 where one is missing. */
export type ColumnValues =
  | { readonly type: 'number'; readonly values: Float64Array }
  | { readonly type: 'category'; readonly codes: Int32Array; readonly categories: readonly string[] };

/**
 * How a column is cut into bins. Missing values are a bin of their own, the last one. Plain data: made once of the
 * reference population, stored, and used for every population that is compared with it.
 */
export type Bins =
  | {
      readonly type: 'number';
      /** Ascending. Each is the upper end of a bin; one more bin holds the values above the last. */
      readonly edges: readonly number[];
      /**
       * The least and the greatest value of the reference: values below and above them are a bin each, in front of the
       * others and behind them. Missing where the reference had no values, and in bins that were made before these were kept.
       */
      readonly range?: readonly [least: number, greatest: number];
    }
  | {
      readonly type: 'category';
      /** One bin each, the most frequent first; one more holds all others, seen or not. */
      readonly categories: readonly string[];
    };

/** How the rows of a population are spread over bins. Plain data. */
export interface Distribution {
  readonly bins: Bins;
  readonly rows: number;
  /** Rows a bin; see {@link binCount}. */
  readonly counts: readonly number[];
  /** The median of a number column; null for categories and without values. */
  readonly median: number | null;
}

const BINS = 10;
const MOST_CATEGORIES = 50;
/** A category of fewer rows is one of the others. */
const LEAST_CATEGORY = 0.005;

/**
 * Cuts a reference population into bins of about equally many rows. A value that alone fills a bin (0 orders) gets one
 * of its own, so that no change of its share hides in a neighbour; values that the reference does not have are a bin of
 * their own on either side. Categories become a bin each, rare and unseen ones one together.
 */
export function binsOf(column: ColumnValues, bins = BINS): Bins {
  if (column.type === 'category') return { type: 'category', categories: frequentCategories(column) };
  const sorted = knownOf(column.values);
  const edges = edgesOf(sorted, bins);
  if (sorted.length === 0) return { type: 'number', edges };
  return { type: 'number', edges, range: [at(sorted, 0), at(sorted, sorted.length - 1)] };
}

/** How many bins there are, those for other categories, for unseen numbers and for missing values included. */
export function binCount(bins: Bins): number {
  if (bins.type === 'category') return bins.categories.length + 2;
  return bins.edges.length + (bins.range === undefined ? 2 : 4);
}

/** The bin of each row, 0 to {@link binCount} − 1; missing values are in the last. Linear in the rows. */
export function binIndexes(bins: Bins, column: ColumnValues): Uint8Array {
  const missing = binCount(bins) - 1;
  if (bins.type === 'number') {
    return numberIndexes(bins, column.type === 'number' ? column.values : numbersOf(column), missing);
  }
  const codes = column.type === 'category' ? column : categoriesOf(column.values);
  const known = new Map(bins.categories.map((category, index) => [category, index]));
  const byCode = Uint8Array.from(codes.categories, (category) => known.get(category) ?? missing - 1);
  const indexes = new Uint8Array(codes.codes.length);
  for (let row = 0; row < indexes.length; row++) {
    const code = codes.codes[row] as number;
    indexes[row] = code < 0 ? missing : (byCode[code] ?? missing);
  }
  return indexes;
}

/** Counts the rows of a column in these bins. A million rows take some 10 ms, and 100 ms more for the median of numbers. */
export function distributionOf(bins: Bins, column: ColumnValues): Distribution {
  const indexes = binIndexes(bins, column);
  const counts = new Uint32Array(binCount(bins));
  for (const index of indexes) counts[index] = at(counts, index) + 1;
  const known = column.type === 'number' ? knownOf(column.values) : [];
  const median = known.length === 0 ? null : quantile(known, 0.5);
  return { bins, rows: indexes.length, counts: [...counts], median };
}

function numberIndexes(
  { edges, range }: Extract<Bins, { readonly type: 'number' }>,
  values: Float64Array,
  missing: number,
): Uint8Array {
  const [least, greatest] = range ?? [Infinity, Infinity];
  const cuts = Float64Array.from(range === undefined ? edges : [...edges, greatest]);
  const indexes = new Uint8Array(values.length);
  const steps = cuts.length;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    // Every edge is compared, since a branch that cannot be foreseen costs more than all of them.
    let index = Number(value >= least);
    for (let step = 0; step < steps; step++) index += Number(value > (cuts[step] as number));
    indexes[row] = Number.isNaN(value) ? missing : index;
  }
  return indexes;
}

/** A column that changed its kind is compared by what its cells mean. */
function numbersOf({ codes, categories }: Extract<ColumnValues, { readonly type: 'category' }>): Float64Array {
  const numbers = categories.map((category) => (category.trim() === '' ? Number.NaN : Number(category)));
  return Float64Array.from(codes, (code) => numbers[code] ?? Number.NaN);
}

function categoriesOf(values: Float64Array): Extract<ColumnValues, { readonly type: 'category' }> {
  const known = new Map<number, number>();
  const codes = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { type: 'category', codes, categories: [...known.keys()].map(String) };
}

/** Known values, ascending. */
function knownOf(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort();
}

/** Upper ends of the bins, the last bin's left out. */
function edgesOf(sorted: Float64Array, bins: number): readonly number[] {
  const full = Math.max(1, sorted.length / bins);
  const edges: number[] = [];
  let filled = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    const alone = end - start >= full;
    if (alone && filled > 0) edges.push(at(sorted, start - 1));
    filled = alone ? full : filled + end - start;
    if (filled >= full) {
      edges.push(at(sorted, start));
      filled = 0;
    }
    start = end;
  }
  const last = sorted.at(-1);
  return edges.filter((edge) => edge !== last);
}

function frequentCategories({
  codes,
  categories,
}: Extract<ColumnValues, { readonly type: 'category' }>): readonly string[] {
  const counts = new Float64Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code] = at(counts, code) + 1;
  return categories
    .map((category, code) => ({ category, count: at(counts, code) }))
    .filter(({ count }) => count > 0 && count >= LEAST_CATEGORY * codes.length)
    .toSorted((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1))
    .slice(0, MOST_CATEGORIES)
    .map(({ category }) => category);
}
