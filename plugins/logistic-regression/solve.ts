/**
 * Solves A x = b for a symmetric positive definite A by Cholesky's factorisation.
 *
 * @param lower A's lower triangle, n × n row-major; overwritten by its factor
 * @returns x
 */
export function solve(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  factorise(lower, n);
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (lower[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (lower[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < n; k++) sum -= (lower[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (lower[i * n + i] ?? 1);
  }
  return x;
}

function factorise(lower: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = lower[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (lower[i * n + k] ?? 0) * (lower[j * n + k] ?? 0);
      // Columns that depend on each other leave a pivot of zero or less by rounding: such a direction is not moved.
      lower[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[j * n + j] ?? 1);
    }
  }
}
