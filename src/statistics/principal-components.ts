/** The directions in which rows differ most. */
export interface PrincipalComponents {
  /** Of each column. */
  readonly means: Float64Array;
  /** m × m, row-major: a direction a row, the one with the largest variance first; each of length 1. */
  readonly directions: Float64Array;
  /** Along each direction; never negative. */
  readonly variances: Float64Array;
}

/**
 * The principal components of rows (Pearson, 1901), by the rotations of Jacobi (1846). The largest entry of each direction is
 * positive, so that the same rows give the same directions.
 *
 * @param values n × m, row-major, finite
 */
export function principalComponents(values: ArrayLike<number>, columns: number): PrincipalComponents {
  const { means, covariance } = covarianceOf(values, columns);
  const vectors = rotated(covariance, columns);
  const found = Array.from({ length: columns }, (_, place) => ({
    variance: Math.max(0, covariance[place * columns + place] ?? 0),
    direction: upright(Array.from({ length: columns }, (_none, row) => vectors[row * columns + place] ?? 0)),
  })).sort((a, b) => b.variance - a.variance);
  return {
    means,
    directions: Float64Array.from(found.flatMap(({ direction }) => direction)),
    variances: Float64Array.from(found, ({ variance }) => variance),
  };
}

function covarianceOf(values: ArrayLike<number>, columns: number) {
  const rows = values.length / columns;
  const means = new Float64Array(columns);
  for (let at = 0; at < values.length; at++)
    means[at % columns] = (means[at % columns] ?? 0) + (values[at] ?? 0) / rows;
  const covariance = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row++) {
    for (let one = 0; one < columns; one++) {
      const off = (values[row * columns + one] ?? 0) - (means[one] ?? 0);
      for (let other = one; other < columns; other++) {
        const at = one * columns + other;
        covariance[at] =
          (covariance[at] ?? 0) + (off * ((values[row * columns + other] ?? 0) - (means[other] ?? 0))) / rows;
      }
    }
  }
  for (let one = 0; one < columns; one++) {
    for (let other = 0; other < one; other++)
      covariance[one * columns + other] = covariance[other * columns + one] ?? 0;
  }
  return { means, covariance };
}

const MOST_SWEEPS = 50;
const NOTHING = 1e-22;

/** Turns a symmetric matrix, in place, until nothing is left beside its diagonal. @returns the eigenvectors, a column each */
function rotated(matrix: Float64Array, n: number): Float64Array {
  const vectors = new Float64Array(n * n);
  for (let place = 0; place < n; place++) vectors[place * n + place] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let beside = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        beside += (matrix[p * n + q] ?? 0) ** 2;
        rotate(matrix, vectors, { n, p, q });
      }
    }
    if (beside < NOTHING) break;
  }
  return vectors;
}

function rotate(matrix: Float64Array, vectors: Float64Array, place: { n: number; p: number; q: number }): void {
  const { n, p, q } = place;
  const off = matrix[p * n + q] ?? 0;
  if (Math.abs(off) < 1e-300) return;
  const theta = ((matrix[q * n + q] ?? 0) - (matrix[p * n + p] ?? 0)) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const turn = (of: Float64Array, first: number, second: number) => {
    const [a, b] = [of[first] ?? 0, of[second] ?? 0];
    of[first] = c * a - c * t * b;
    of[second] = c * t * a + c * b;
  };
  for (let k = 0; k < n; k++) turn(matrix, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) turn(matrix, p * n + k, q * n + k);
  for (let k = 0; k < n; k++) turn(vectors, k * n + p, k * n + q);
}

function upright(direction: readonly number[]): readonly number[] {
  const largest = direction.reduce((most, each) => (Math.abs(each) > Math.abs(most) + 1e-12 ? each : most), 0);
  return largest < 0 ? direction.map((each) => -each) : direction;
}
