import { type Estimate } from './interval.js';
import { quantile, quantiles } from './quantile.js';
import { ascendingOrder, at } from './ranking.js';

/** What is summed, and what is drawn together. */
export interface BootstrapRequest {
  /** The statistics: one value a row, all of the same length. */
  readonly columns: readonly ArrayLike<number>[];
  /** For each row the number of its cluster, from 0: rows of one person are drawn together. Each row alone unless told. */
  readonly clusters?: ArrayLike<number>;
  /** How often everything is drawn again; 500 unless told. */
  readonly replicates?: number;
  /** A seeded source of numbers on [0, 1). */
  readonly uniform: () => number;
}

/** The sum of every column, as it was observed and in every replicate. */
export interface BootstrapSums {
  readonly observed: Float64Array;
  readonly replicates: readonly Float64Array[];
}

const REPLICATES = 500;
/** With fewer of the replicates giving a figure, its interval says nothing. */
const LEAST_FINITE = 0.95;

/**
 * Sums of columns over rows drawn with replacement, by the Poisson bootstrap: each cluster counts Poisson(1) times
 * (Chamandy et al., 2012). All columns see the same draws, so that a difference of two figures is a paired one. A draw
 * belongs to what a cluster adds, not to where it stands: the same rows in another order give the same sums.
 */
export function bootstrapSums({
  columns,
  clusters,
  replicates = REPLICATES,
  uniform,
}: BootstrapRequest): BootstrapSums {
  const parts = partsOf(columns, clusters);
  const observed = new Float64Array(columns.length);
  parts.values.forEach(
    (value, index) => (observed[at(parts.columns, index)] = at(observed, at(parts.columns, index)) + value),
  );
  const drawn = Array.from({ length: replicates }, () => drawSums(parts, new Float64Array(columns.length), uniform));
  return { observed, replicates: drawn };
}

function drawSums({ starts, columns, values }: Parts, sums: Float64Array, uniform: () => number): Float64Array {
  for (let cluster = 0; cluster + 1 < starts.length; cluster++) {
    const end = at(starts, cluster + 1);
    let index = at(starts, cluster);
    if (index === end) continue;
    const times = poissonOfOne(uniform());
    if (times === 0) continue;
    for (; index < end; index++) {
      const column = at(columns, index);
      sums[column] = at(sums, column) + times * at(values, index);
    }
  }
  return sums;
}

/**
 * A figure made of the sums with its percentile interval (Efron, 1979). The bounds are NaN where the figure is undefined
 * in more than one replicate of twenty.
 */
export function bootstrapEstimate(
  { observed, replicates }: BootstrapSums,
  figure: (sums: Float64Array) => number,
  level = 0.95,
): Estimate {
  const values = replicates.map(figure).filter((value) => Number.isFinite(value));
  const value = figure(observed);
  if (values.length === 0 || values.length < LEAST_FINITE * replicates.length) {
    return { value, lower: Number.NaN, upper: Number.NaN, level };
  }
  const [lower = Number.NaN, upper = Number.NaN] = quantiles(values, [(1 - level) / 2, (1 + level) / 2]);
  return { value, lower, upper, level };
}

/**
 * Figures made of the sums with intervals that hold all of them together with the level's probability, whatever they share:
 * each as wide as the largest of all standardised deviations of a replicate asks for (Davison and Hinkley, 1997, 4.2.4). A
 * figure that is undefined in more than one replicate of twenty has no bounds, and the others do without it.
 */
export function jointEstimates(
  sums: BootstrapSums,
  figures: readonly ((sums: Float64Array) => number)[],
  level = 0.95,
): readonly Estimate[] {
  const told = figures.map((figure) => deviationsOf(sums, figure));
  const known = told.filter(({ deviation }) => deviation > 0);
  const largest = sums.replicates.flatMap((_, replicate) => {
    const all = known.map(({ value, deviation, drawn }) => Math.abs(at(drawn, replicate) - value) / deviation);
    const worst = Math.max(...all.filter((one) => Number.isFinite(one)));
    return Number.isFinite(worst) ? [worst] : [];
  });
  const width = largest.length === 0 ? 0 : quantile(largest, level);
  return told.map(({ value, deviation }) => ({
    value,
    lower: value - width * deviation,
    upper: value + width * deviation,
    level,
  }));
}

/** A figure as observed and in each replicate, with its standard deviation over them; NaN where it is often undefined. */
function deviationsOf(
  { observed, replicates }: BootstrapSums,
  figure: (sums: Float64Array) => number,
): { readonly value: number; readonly deviation: number; readonly drawn: Float64Array } {
  const drawn = Float64Array.from(replicates, figure);
  const finite = drawn.filter((one) => Number.isFinite(one));
  const mean = finite.reduce((sum, one) => sum + one, 0) / finite.length;
  const variance = finite.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (finite.length - 1);
  const isKnown = finite.length > 1 && finite.length >= LEAST_FINITE * drawn.length;
  return { value: figure(observed), deviation: isKnown ? Math.sqrt(variance) : Number.NaN, drawn };
}

/** What each cluster adds: an audience holds a part of the rows, so that most of a table would be zeros. */
interface Parts {
  /** For each cluster where its entries start, and behind the last where they end. */
  readonly starts: Uint32Array;
  /** The column and the value of each entry. */
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

function partsOf(columns: readonly ArrayLike<number>[], clusters: ArrayLike<number> | undefined): Parts {
  const added = clusters === undefined ? columns : clusterSums(columns, clusters);
  const order = ascendingOrder(added[0] ?? [], ...added.slice(1));
  return entriesOf(added, order);
}

/** What each cluster adds to each column, whatever the order of the rows. */
export function clusterSums(
  columns: readonly ArrayLike<number>[],
  clusters: ArrayLike<number>,
): readonly Float64Array[] {
  const rows = Uint32Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => row);
  const count = rows.reduce((most, row) => Math.max(most, at(clusters, row) + 1), 0);
  return columns.map((column) => {
    const sums = new Float64Array(count);
    for (const row of ascendingOrder(column)) {
      const cluster = at(clusters, row);
      sums[cluster] = at(sums, cluster) + at(column, row);
    }
    return sums;
  });
}

/** @param order which of the clusters is drawn first */
function entriesOf(columns: readonly ArrayLike<number>[], order: Uint32Array): Parts {
  const count = order.length;
  const starts = new Uint32Array(count + 1);
  const eachEntry = (visit: (cluster: number, column: number, value: number) => void): void => {
    columns.forEach((column, index) => {
      order.forEach((cluster, place) => {
        if (at(column, cluster) !== 0) visit(place, index, at(column, cluster));
      });
    });
  };
  eachEntry((cluster) => (starts[cluster + 1] = at(starts, cluster + 1) + 1));
  for (let cluster = 0; cluster < count; cluster++) {
    starts[cluster + 1] = at(starts, cluster + 1) + at(starts, cluster);
  }
  const next = starts.slice();
  const parts = { starts, columns: new Uint32Array(at(starts, count)), values: new Float64Array(at(starts, count)) };
  eachEntry((cluster, column, value) => {
    const place = at(next, cluster);
    parts.columns[place] = column;
    parts.values[place] = value;
    next[cluster] = place + 1;
  });
  return parts;
}

/** P(Poisson(1) ≤ k) for k = 0, 1, … */
const POISSON = cumulativePoisson();

function poissonOfOne(uniform: number): number {
  let times = 0;
  while (times < POISSON.length && uniform >= at(POISSON, times)) times++;
  return times;
}

function cumulativePoisson(): Float64Array {
  const table = new Float64Array(16);
  let probability = Math.exp(-1);
  let sum = 0;
  for (let k = 0; k < table.length; k++) {
    sum += probability;
    table[k] = sum;
    probability /= k + 1;
  }
  return table;
}
