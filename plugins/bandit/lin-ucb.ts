import { type OfferSums } from './state.js';

/**
 * The upper confidence bound of an offer's reward for one context, with a linear model of its own for each offer (disjoint
 * LinUCB; Li, Chu, Langford, Schapire, 2010): θ = A⁻¹ b, x·θ + α √(xᵀ A⁻¹ x), A = ridge · I + Σ w x xᵀ.
 *
 * @param sums undefined of an offer without rewards
 */
export function upperBound(
  sums: OfferSums | undefined,
  context: Float64Array,
  { alpha, ridge }: { readonly alpha: number; readonly ridge: number },
): number {
  const width = context.length;
  const linear = sums?.linear;
  const matrix = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      matrix[i * width + j] = (linear?.gram[i * width + j] ?? 0) + (i === j ? ridge : 0);
    }
  }
  const y = solve(matrix, context);
  let reward = 0;
  let variance = 0;
  for (let i = 0; i < width; i++) {
    reward += (y[i] ?? 0) * (linear?.b[i] ?? 0);
    variance += (y[i] ?? 0) * (context[i] ?? 0);
  }
  return reward + alpha * Math.sqrt(Math.max(0, variance));
}

/** A⁻¹ x of a symmetric positive definite matrix, by Cholesky's decomposition; the matrix is overwritten. */
function solve(matrix: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  const at = (i: number, j: number): number => matrix[i * n + j] ?? 0;
  for (let j = 0; j < n; j++) {
    let pivot = at(j, j);
    for (let k = 0; k < j; k++) pivot -= at(j, k) ** 2;
    const root = Math.sqrt(Math.max(pivot, Number.MIN_VALUE));
    matrix[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let value = at(i, j);
      for (let k = 0; k < j; k++) value -= at(i, k) * at(j, k);
      matrix[i * n + j] = value / root;
    }
  }
  const y = x.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) y[i] = (y[i] ?? 0) - at(i, k) * (y[k] ?? 0);
    y[i] = (y[i] ?? 0) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) y[i] = (y[i] ?? 0) - at(k, i) * (y[k] ?? 0);
    y[i] = (y[i] ?? 0) / at(i, i);
  }
  return y;
}
