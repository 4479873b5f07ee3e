/** Below this share of its diagonal a pivot is rounding error. */
const LEAST = 1e-12;

/**
 * Cholesky's decomposition L Lᵀ of a symmetric positive definite matrix, n × n, row-major; overwrites its lower triangle.
 *
 * @param diagonal what the matrix was made of, where large numbers cancelled in it: a direction of which rounding leaves nothing
 * gets a large pivot and so counts as known to be 0
 */
export function decompose(matrix: Float64Array, n: number, diagonal = diagonalOf(matrix, n)): Float64Array {
  const at = (i: number, j: number): number => matrix[i * n + j] ?? 0;
  for (let j = 0; j < n; j++) {
    let pivot = at(j, j);
    for (let k = 0; k < j; k++) pivot -= at(j, k) ** 2;
    const root = Math.sqrt(Math.max(pivot, LEAST * (diagonal[j] ?? 0), Number.MIN_VALUE));
    matrix[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let value = at(i, j);
      for (let k = 0; k < j; k++) value -= at(i, k) * at(j, k);
      matrix[i * n + j] = value / root;
    }
  }
  return matrix;
}

function diagonalOf(matrix: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => matrix[i * n + i] ?? 0);
}

/** L⁻¹ x: its squared length is xᵀ (L Lᵀ)⁻¹ x. */
export function solveLower(lower: Float64Array, x: ArrayLike<number>): Float64Array {
  const y = Float64Array.from(x);
  const n = y.length;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) y[i] = (y[i] ?? 0) - (lower[i * n + k] ?? 0) * (y[k] ?? 0);
    y[i] = (y[i] ?? 0) / (lower[i * n + i] ?? 1);
  }
  return y;
}

/** (L Lᵀ)⁻¹ x */
export function solve(lower: Float64Array, x: ArrayLike<number>): Float64Array {
  const y = solveLower(lower, x);
  const n = y.length;
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) y[i] = (y[i] ?? 0) - (lower[k * n + i] ?? 0) * (y[k] ?? 0);
    y[i] = (y[i] ?? 0) / (lower[i * n + i] ?? 1);
  }
  return y;
}
