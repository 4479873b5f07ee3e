import { type Estimate } from './interval.js';
import { quantiles } from './quantile.js';
import { ascendingOrder, at } from './ranking.js';
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
 * (Efron, 1979), and the paired differences to the first. Rows are drawn with replacement inside each arm, so that arms
 * keep their sizes; a draw belongs to what a row says, not to where it stands. Each score is sorted once; a draw only
 * counts rows: O(replicates × rows).
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
  { treated, labels, weights }: UpliftSample,
  uniform: () => number,
): () => Uint8Array {
  const rows = ascendingOrder(labels, ...(weights === undefined ? [] : [weights]), ...scores);
  const arms = [0, 1].map((arm) => rows.filter((row) => at(treated, row) === arm));
  const counts = new Uint8Array(treated.length);
  return () => {
    counts.fill(0);
    for (const arm of arms) {
      for (let draw = 0; draw < arm.length; draw++) {
        const row = at(arm, Math.floor(uniform() * arm.length));
        counts[row] = at(counts, row) + 1;
      }
    }
    return counts;
  };
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
