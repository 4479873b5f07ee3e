import { quantile } from './quantile.js';
import { ascendingOrder, at, tiedPieces } from './ranking.js';

/** Rows of similar probability: what was promised and what happened. */
export interface CalibrationBin {
  readonly rows: number;
  /** The least and the greatest probability in the bin. */
  readonly from: number;
  readonly to: number;
  /** Mean probability. */
  readonly predicted: number;
  /** Share of positives. */
  readonly observed: number;
}

const BINS = 10;
const SIMULATIONS = 200;

/**
 * Rows in order of probability, cut into bins of about equally many rows (Nixon et al., 2019): a calibrated model has
 * predicted ≈ observed in each. Rows of equal probability are never divided: which of them would go where is the order of
 * the file, and a file sorted by outcome would look miscalibrated.
 *
 * @param labels 1 for a positive row, 0 for a negative one
 * @param bins fewer come back where there are fewer rows, or where one probability fills several
 */
export function calibrationTable(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = BINS,
): readonly CalibrationBin[] {
  const order = ascendingOrder(probabilities, labels);
  return tiedPieces(probabilities, order, Math.min(bins, order.length)).map(([start, end]) => {
    let predicted = 0;
    let positives = 0;
    for (let i = start; i < end; i++) {
      predicted += at(probabilities, at(order, i));
      positives += at(labels, at(order, i));
    }
    const rows = end - start;
    const from = at(probabilities, at(order, start));
    const to = at(probabilities, at(order, end - 1));
    return { rows, from, to, predicted: predicted / rows, observed: positives / rows };
  });
}

/** Mean of |predicted − observed| over the bins, weighted by their rows; 0 is perfect (Naeini et al., 2015). */
export function expectedCalibrationError(table: readonly CalibrationBin[]): number {
  const rows = table.reduce((sum, bin) => sum + bin.rows, 0);
  return table.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.predicted - bin.observed), 0) / rows;
}

/**
 * The expected calibration error that a perfectly calibrated model stays below 95 times of 100 on as many rows, by
 * simulation: labels are drawn from the probabilities themselves. An error below it cannot be told from none.
 *
 * @param uniform a seeded source of numbers on [0, 1)
 */
export function perfectCalibrationError(probabilities: ArrayLike<number>, uniform: () => number, bins = BINS): number {
  const sorted = Float64Array.from(probabilities).sort();
  const edges = tiedPieces(sorted, Uint32Array.from(sorted.keys()), Math.min(bins, sorted.length));
  const errors = Array.from({ length: SIMULATIONS }, () => simulatedError(sorted, edges, uniform));
  return quantile(errors, 0.95);
}

function simulatedError(
  sorted: Float64Array,
  edges: readonly (readonly [number, number])[],
  uniform: () => number,
): number {
  let total = 0;
  for (const [start, end] of edges) {
    let surplus = 0;
    for (let i = start; i < end; i++) surplus += at(sorted, i) - (uniform() < at(sorted, i) ? 1 : 0);
    total += Math.abs(surplus);
  }
  return total / sorted.length;
}
