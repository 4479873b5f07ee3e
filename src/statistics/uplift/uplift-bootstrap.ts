import { clusterSums, type Estimate, quantiles, ascendingOrder, at } from '../index.js';
import { metricsBeside, perfectArea, rankForUplift, type UpliftMetrics, type UpliftSample } from './uplift-ranking.js';

/** Each metric with its interval. */
export type UpliftEstimates = Readonly<Record<keyof UpliftMetrics, Estimate>>;

/** How one of several scores ranks the sample, and by how much the first one is ahead of it. */
export interface ComparedUplift {
  readonly metrics: UpliftEstimates;
  /** The first scores' metrics minus these, on the same draws; zero for the first itself. */
  readonly firstAhead: UpliftEstimates;
}

export interface UpliftBootstrapOptions {
  /** A seeded source of numbers on [0, 1). */
  readonly uniform: () => number;
  /** Share of people that uplift-at is measured among; 0.3 unless told. */
  readonly topShare?: number;
  /** 300 unless told. */
  readonly replicates?: number;
  readonly level?: number;
}

const METRICS = ['qini', 'auuc', 'upliftAt'] as const;

/**
 * Qini, AUUC and uplift at the top of several scores on the same people, with percentile intervals of the bootstrap
 * (Efron, 1979), and the paired differences to the first. People are drawn with replacement, each with all of its rows
 * (cluster bootstrap: Davison and Hinkley, 1997, § 3.8), inside each arm, so that arms keep their sizes; a draw belongs to
 * what their rows say, not to where they stand. Each score is sorted once; a draw only counts rows: O(replicates × rows).
 */
export function compareUplift(
  scores: readonly ArrayLike<number>[],
  sample: UpliftSample,
  { uniform, topShare = 0.3, replicates = 300, level = 0.95 }: UpliftBootstrapOptions,
): readonly ComparedUplift[] {
  const [first, ...others] = scores;
  if (first === undefined) return [];
  const ranked = rankForUplift(first, sample);
  const rankings = [ranked, ...others.map((one) => rankForUplift(one, sample, ranked.perfect))];
  const measure = (counts?: ArrayLike<number>): readonly UpliftMetrics[] => {
    const best = perfectArea(ranked, counts);
    return rankings.map((ranking) => metricsBeside(best, ranking, topShare, counts));
  };
  const observed = measure();
  const draw = stratifiedDraws(scores, sample, uniform);
  const drawn = Array.from({ length: replicates }, () => measure(draw()));
  return observed.map((metrics, index) => ({
    metrics: estimates(
      metrics,
      drawn.map((each) => each[index] ?? metrics),
      level,
    ),
    firstAhead: estimates(
      minus(observed[0] ?? metrics, metrics),
      drawn.map((each) => minus(each[0] ?? metrics, each[index] ?? metrics)),
      level,
    ),
  }));
}

/** How often each row counts; the same array is filled anew by every call. */
function stratifiedDraws(
  scores: readonly ArrayLike<number>[],
  sample: UpliftSample,
  uniform: () => number,
): () => Uint8Array {
  const strata = strataOf(scores, sample);
  const { starts, rows } = membersOf(sample);
  const counts = new Uint8Array(rows.length);
  return () => {
    counts.fill(0);
    for (const stratum of strata) {
      for (let draw = 0; draw < stratum.length; draw++) {
        const person = at(stratum, Math.floor(uniform() * stratum.length));
        for (let place = at(starts, person); place < at(starts, person + 1); place++) {
          const row = at(rows, place);
          counts[row] = at(counts, row) + 1;
        }
      }
    }
    return counts;
  };
}

/** People of the control, of the treatment, and with rows of both; inside of each in the order of what their rows say. */
function strataOf(
  scores: readonly ArrayLike<number>[],
  { treated, labels, weights, clusters }: UpliftSample,
): readonly Uint32Array[] {
  const columns = [labels, ...(weights === undefined ? [] : [weights]), ...scores];
  const [first = [], ...others] =
    clusters === undefined ? columns : sumsOfPeople(columns, { labels, treated, clusters });
  const arms = new Uint8Array(first.length);
  for (let row = 0; row < treated.length; row++) {
    const person = clusters === undefined ? row : at(clusters, row);
    arms[person] = at(arms, person) | (at(treated, row) === 1 ? 2 : 1);
  }
  const people = ascendingOrder(first, ...others);
  return [1, 2, 3].map((stratum) => people.filter((person) => arms[person] === stratum));
}

/**
 * What people are ordered by: sums of their rows, of squares, and of the products with outcome and arm, of which equal ones
 * differ; to nine digits, since a sum depends on the order of its parts in the last ones.
 */
function sumsOfPeople(
  columns: readonly ArrayLike<number>[],
  { labels, treated, clusters }: Pick<UpliftSample, 'labels' | 'treated'> & { readonly clusters: ArrayLike<number> },
): readonly Float64Array[] {
  const by = (factor: ArrayLike<number>) => (column: ArrayLike<number>) =>
    Float64Array.from(column, (value, row) => value * at(factor, row));
  const squares = columns.map((column) => by(column)(column));
  const parts = [...columns, ...squares, ...columns.map(by(labels)), ...columns.map(by(treated))];
  return clusterSums(parts, clusters).map((sums) => sums.map((sum) => Number(sum.toPrecision(9))));
}

/** The rows of each person: those between its start and the next one's. */
function membersOf({ treated, clusters }: UpliftSample): { readonly starts: Uint32Array; readonly rows: Uint32Array } {
  const all = Uint32Array.from({ length: treated.length }, (_, row) => row);
  if (clusters === undefined)
    return { starts: Uint32Array.from({ length: all.length + 1 }, (_, row) => row), rows: all };
  const rows = all.toSorted((a, b) => at(clusters, a) - at(clusters, b) || a - b);
  const people = rows.length === 0 ? 0 : at(clusters, at(rows, rows.length - 1)) + 1;
  const starts = new Uint32Array(people + 1);
  for (const row of rows) starts[at(clusters, row) + 1] = at(starts, at(clusters, row) + 1) + 1;
  for (let person = 0; person < people; person++) starts[person + 1] = at(starts, person + 1) + at(starts, person);
  return { starts, rows };
}

function minus(a: UpliftMetrics, b: UpliftMetrics): UpliftMetrics {
  return { qini: a.qini - b.qini, auuc: a.auuc - b.auuc, upliftAt: a.upliftAt - b.upliftAt };
}

function estimates(observed: UpliftMetrics, drawn: readonly UpliftMetrics[], level: number): UpliftEstimates {
  const [qini, auuc, upliftAt] = METRICS.map((metric): Estimate => {
    const values = drawn.map((each) => each[metric]).filter(Number.isFinite);
    const [lower = NaN, upper = NaN] = quantiles(values, [(1 - level) / 2, (1 + level) / 2]);
    return { value: observed[metric], lower, upper, level };
  }) as [Estimate, Estimate, Estimate];
  return { qini, auuc, upliftAt };
}
