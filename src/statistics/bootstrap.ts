import { type Estimate } from './interval.js';
import { quantiles } from './quantile.js';
import { at } from './ranking.js';

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
 * (Chamandy et al., 2012). All columns see the same draws, so that a difference of two figures is a paired one.
 */
export function bootstrapSums({
  columns,
  clusters,
  replicates = REPLICATES,
  uniform,
}: BootstrapRequest): BootstrapSums {
  const width = columns.length;
  const totals = clusterTotals(columns, clusters);
  const count = width === 0 ? 0 : totals.length / width;
  const observed = new Float64Array(width);
  totals.forEach((value, index) => (observed[index % width] = at(observed, index % width) + value));
  const drawn = Array.from({ length: replicates }, () => {
    const sums = new Float64Array(width);
    for (let cluster = 0; cluster < count; cluster++) {
      const times = poissonOfOne(uniform());
      if (times === 0) continue;
      const start = cluster * width;
      for (let column = 0; column < width; column++) {
        sums[column] = at(sums, column) + times * at(totals, start + column);
      }
    }
    return sums;
  });
  return { observed, replicates: drawn };
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

/** One row of sums a cluster, without the clusters that add nothing. */
function clusterTotals(columns: readonly ArrayLike<number>[], clusters: ArrayLike<number> | undefined): Float64Array {
  const width = columns.length;
  const rows = columns[0]?.length ?? 0;
  let count = rows;
  if (clusters !== undefined) {
    count = 0;
    for (let row = 0; row < rows; row++) count = Math.max(count, at(clusters, row) + 1);
  }
  const totals = new Float64Array(count * width);
  columns.forEach((column, index) => {
    for (let row = 0; row < rows; row++) {
      const place = (clusters === undefined ? row : at(clusters, row)) * width + index;
      totals[place] = at(totals, place) + at(column, row);
    }
  });
  return withoutEmpty(totals, width);
}

function withoutEmpty(totals: Float64Array, width: number): Float64Array {
  let end = 0;
  for (let start = 0; start < totals.length; start += width) {
    const row = totals.subarray(start, start + width);
    if (row.every((value) => value === 0)) continue;
    totals.copyWithin(end, start, start + width);
    end += width;
  }
  return totals.slice(0, end);
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
