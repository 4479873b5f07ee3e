import { quantile, clusterSums, effectiveRows, ascendingOrder, at, tiedPieces } from '../index.js';

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
  /** Only where people have several rows: as many people of one row would say as much of `observed`. */
  readonly effectiveRows?: number;
}

/** Who has several rows, and what happened in them. */
export interface RepeatedPeople {
  /** For each row the number of its person, from 0. */
  readonly clusters: ArrayLike<number>;
  /** 1 for a positive row, 0 for a negative one. */
  readonly labels: ArrayLike<number>;
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
 * @param clusters for each row the number of its person, from 0, where people have several rows
 */
export function calibrationTable(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = BINS,
  clusters?: ArrayLike<number>,
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
    const bin = { rows, from, to, predicted: predicted / rows, observed: positives / rows };
    if (clusters === undefined) return bin;
    return { ...bin, effectiveRows: effectiveRows({ labels, clusters }, order.subarray(start, end)) };
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
 * Rows of one person are alike: their labels are drawn with the correlation that the rows at hand show, by a mixture of
 * one draw a person and own draws (Lunn and Davies, 1998). Rows that only repeat leave the figure what it was.
 *
 * @param uniform a seeded source of numbers on [0, 1)
 * @param people where people have several rows
 */
export function perfectCalibrationError(
  probabilities: ArrayLike<number>,
  uniform: () => number,
  bins = BINS,
  people?: RepeatedPeople,
): number {
  const order = people === undefined ? ascendingOrder(probabilities) : orderOfPeople(probabilities, people);
  const sorted = Float64Array.from(order, (row) => at(probabilities, row));
  const edges = tiedPieces(sorted, Uint32Array.from(sorted.keys()), Math.min(bins, sorted.length));
  const draw = people === undefined ? () => uniform : drawsOfPeople(people, order, edges, uniform);
  const errors = Array.from({ length: SIMULATIONS }, () => simulatedError(sorted, edges, draw()));
  return quantile(errors, 0.95);
}

type Edges = readonly (readonly [number, number])[];

/** @param uniform is asked for each row in its order */
function simulatedError(sorted: Float64Array, edges: Edges, uniform: (place: number) => number): number {
  let total = 0;
  for (const [start, end] of edges) {
    let surplus = 0;
    for (let i = start; i < end; i++) surplus += at(sorted, i) - (uniform(i) < at(sorted, i) ? 1 : 0);
    total += Math.abs(surplus);
  }
  return total / sorted.length;
}

/** By probability; equal ones by what their people's rows say, so that the order of the file does not matter. */
function orderOfPeople(probabilities: ArrayLike<number>, { labels, clusters }: RepeatedPeople): Uint32Array {
  const ones = new Float64Array(probabilities.length).fill(1);
  const products = [labels, probabilities].map((column) =>
    Float64Array.from(column, (value, row) => value * at(probabilities, row)),
  );
  const ties = clusterSums([ones, labels, probabilities, ...products], clusters).map((sums) =>
    ones.map((_, row) => at(sums, at(clusters, row))),
  );
  return ascendingOrder(probabilities, labels, ...ties);
}

/** For each simulation what each place draws: its person's number as often as people's rows are alike, else an own one. */
function drawsOfPeople(
  people: RepeatedPeople,
  order: Uint32Array,
  edges: Edges,
  uniform: () => number,
): () => (place: number) => number {
  const shared = Math.sqrt(correlationInside(people, order, edges));
  return () => {
    const drawn = new Map<number, number>();
    return (place) => {
      if (shared < 1 && uniform() >= shared) return uniform();
      const person = at(people.clusters, at(order, place));
      const number = drawn.get(person) ?? uniform();
      drawn.set(person, number);
      return number;
    };
  };
}

/**
 * How alike labels of one person are beyond what their probabilities say, 0 to 1: residuals from the mean of the bin,
 * products of two rows of a person over what they would be if both were always the same (the pairwise estimate of an
 * intraclass correlation: Ridout, Demétrio and Firth, 1999).
 */
function correlationInside({ labels, clusters }: RepeatedPeople, order: Uint32Array, edges: Edges): number {
  const residuals = new Float64Array(order.length);
  const spreads = new Float64Array(order.length);
  for (const [start, end] of edges) {
    const rows = order.subarray(start, end);
    const mean = rows.reduce((sum, row) => sum + at(labels, row), 0) / rows.length;
    for (const row of rows) {
      residuals[row] = at(labels, row) - mean;
      spreads[row] = Math.sqrt(mean * (1 - mean));
    }
  }
  const products = (values: Float64Array) =>
    squaresOf(clusterSums([values], clusters)[0] ?? values) - squaresOf(values);
  const share = products(residuals) / products(spreads);
  // Where every bin is of one label nothing tells rows of a person apart.
  return Number.isNaN(share) || share > 1 - 1e-9 ? 1 : Math.max(0, share);
}

function squaresOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
