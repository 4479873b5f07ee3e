import { ascendingOrder, at, type Estimate, normalEstimate, tieEnd } from '../index.js';

/**
 * Area under the ROC curve with its interval (DeLong et al., 1988, by one sort as Sun and Xu, 2014, have it: O(n log n)). Cut off
 * at 0 and 1. NaN where one of the classes has no row.
 *
 * Rows of one person say less than as many rows of several: with clusters the interval counts persons (Obuchowski, 1997).
 *
 * @param scores one finite score a row
 * @param labels 1 for a positive row, 0 for a negative one
 * @param clusters for each row the number of its person, from 0; each row alone unless told
 */
export function aucInterval(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  clusters?: ArrayLike<number>,
  level = 0.95,
): Estimate {
  const parts = placements(scores, labels);
  return withinUnit(normalEstimate(parts.auc, standardErrorOf(parts, labels, clusters), level));
}

/**
 * AUC of the first scores minus that of the second on the same rows, with the interval of the paired difference
 * (DeLong et al., 1988).
 */
export function aucDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  labels: ArrayLike<number>,
  clusters?: ArrayLike<number>,
  level = 0.95,
): Estimate {
  const a = placements(first, labels);
  const b = placements(second, labels);
  const positives = difference(a.positives, b.positives);
  const negatives = difference(a.negatives, b.negatives);
  const standardError = standardErrorOf({ positives, negatives }, labels, clusters);
  return normalEstimate(a.auc - b.auc, standardError, level);
}

function standardErrorOf(
  { positives, negatives }: Pick<Placements, 'positives' | 'negatives'>,
  labels: ArrayLike<number>,
  clusters: ArrayLike<number> | undefined,
): number {
  const alone = () => Math.sqrt(varianceOfMean(positives) + varianceOfMean(negatives));
  if (clusters === undefined) return alone();
  const sums = new Map<number, number>();
  const [centre, other] = [mean(positives), mean(negatives)];
  let [positive, negative] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    const part =
      at(labels, row) === 1
        ? (at(positives, positive++) - centre) / positives.length
        : (at(negatives, negative++) - other) / negatives.length;
    sums.set(at(clusters, row), (sums.get(at(clusters, row)) ?? 0) + part);
  }
  if (sums.size === labels.length) return alone();
  const squares = [...sums.values()].reduce((sum, part) => sum + part * part, 0);
  return Math.sqrt((squares * sums.size) / (sums.size - 1));
}

interface Placements {
  readonly auc: number;
  /** For each positive: the share of negatives that it beats (equation 4 of Sun and Xu). */
  readonly positives: Float64Array;
  /** For each negative: the share of positives that beat it. */
  readonly negatives: Float64Array;
}

function placements(scores: ArrayLike<number>, labels: ArrayLike<number>): Placements {
  const order = ascendingOrder(scores);
  const places = new Uint32Array(scores.length);
  let [m, n] = [0, 0];
  for (let row = 0; row < places.length; row++) places[row] = at(labels, row) === 1 ? m++ : n++;
  const positives = new Float64Array(m);
  const negatives = new Float64Array(n);
  let [fewerPositives, fewerNegatives] = [0, 0];
  for (let start = 0; start < order.length;) {
    const end = tieEnd(scores, order, start);
    let tied = 0;
    for (let i = start; i < end; i++) if (at(labels, at(order, i)) === 1) tied++;
    const [beaten, beating] = [fewerNegatives + (end - start - tied) / 2, fewerPositives + tied / 2];
    for (let i = start; i < end; i++) {
      const row = at(order, i);
      if (at(labels, row) === 1) positives[at(places, row)] = beaten / n;
      else negatives[at(places, row)] = 1 - beating / m;
    }
    fewerPositives += tied;
    fewerNegatives += end - start - tied;
    start = end;
  }
  return { auc: n === 0 ? Number.NaN : mean(positives), positives, negatives };
}

function varianceOfMean(values: Float64Array): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - at(b, i));
}

function withinUnit({ value, lower, upper, level }: Estimate): Estimate {
  return { value, lower: Math.max(0, lower), upper: Math.min(1, upper), level };
}
