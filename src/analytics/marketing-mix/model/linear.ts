import { at } from '#strata/statistics';

/**
 * The lower triangle L of a symmetric positive definite matrix, L L' (Cholesky).
 *
 * @param matrix size × size, by rows; only its lower triangle is read
 */
export function factorised(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = at(matrix, row * size + column);
      for (let k = 0; k < column; k++) sum -= at(lower, row * size + k) * at(lower, column * size + k);
      lower[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(lower, column * size + column);
    }
  }
  return lower;
}

/** L x = b, in place of b. */
export function solveLower(lower: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  for (let row = 0; row < size; row++) {
    let sum = at(b, row);
    for (let k = 0; k < row; k++) sum -= at(lower, row * size + k) * at(b, k);
    b[row] = sum / at(lower, row * size + row);
  }
  return b;
}

/** L' x = b, in place of b. */
export function solveUpper(lower: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  for (let row = size - 1; row >= 0; row--) {
    let sum = at(b, row);
    for (let k = row + 1; k < size; k++) sum -= at(lower, k * size + row) * at(b, k);
    b[row] = sum / at(lower, row * size + row);
  }
  return b;
}
