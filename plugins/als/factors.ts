/** A row of numbers for each person or item, row-major. */
export interface Factors {
  readonly rows: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** Σ y·yᵀ over all rows, and `l2` on the diagonal: width × width. */
export function gramOf({ rows, width, values }: Factors, l2: number): Float64Array {
  const gram = new Float64Array(width * width);
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    for (let first = 0; first < width; first++) {
      const value = values[at + first] ?? 0;
      if (value === 0) continue;
      const to = first * width;
      for (let second = 0; second <= first; second++) {
        gram[to + second] = (gram[to + second] ?? 0) + value * (values[at + second] ?? 0);
      }
    }
  }
  for (let first = 0; first < width; first++) {
    for (let second = 0; second < first; second++) gram[second * width + first] = gram[first * width + second] ?? 0;
    gram[first * width + first] = (gram[first * width + first] ?? 0) + l2;
  }
  return gram;
}

/**
 * Factors come in so many: that many sums at once do not wait for each other, where a single one takes three times as long.
 */
export const LANES = 4;

/** The product of a row with as many numbers as `x` has. */
export function productOf(values: Float64Array, from: number, x: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let each = 0; each < x.length; each += LANES) {
    a += (values[from + each] ?? 0) * (x[each] ?? 0);
    b += (values[from + each + 1] ?? 0) * (x[each + 1] ?? 0);
    c += (values[from + each + 2] ?? 0) * (x[each + 2] ?? 0);
    d += (values[from + each + 3] ?? 0) * (x[each + 3] ?? 0);
  }
  return a + b + (c + d);
}

export function dot(first: Float64Array, at: number, second: Float64Array, from: number, width: number): number {
  let sum = 0;
  for (let place = 0; place < width; place++) sum += (first[at + place] ?? 0) * (second[from + place] ?? 0);
  return sum;
}

/** The lower triangle L of L·Lᵀ = A in place (Cholesky). */
export function decompose(matrix: Float64Array, width: number): void {
  for (let row = 0; row < width; row++) {
    for (let column = 0; column <= row; column++) {
      const rest = (matrix[row * width + column] ?? 0) - dot(matrix, row * width, matrix, column * width, column);
      matrix[row * width + column] = row === column ? Math.sqrt(rest) : rest / (matrix[column * width + column] ?? 1);
    }
  }
}

/** Solves L·Lᵀ·x = b in place of b. */
export function solve(lower: Float64Array, width: number, b: Float64Array): void {
  for (let row = 0; row < width; row++) {
    b[row] = ((b[row] ?? 0) - dot(lower, row * width, b, 0, row)) / (lower[row * width + row] ?? 1);
  }
  for (let row = width - 1; row >= 0; row--) {
    let sum = b[row] ?? 0;
    for (let below = row + 1; below < width; below++) sum -= (lower[below * width + row] ?? 0) * (b[below] ?? 0);
    b[row] = sum / (lower[row * width + row] ?? 1);
  }
}
