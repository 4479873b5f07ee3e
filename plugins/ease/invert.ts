/** So many pivots are taken at once, whose rows stay in the processor's cache. */
const BLOCK = 48;

/**
 * Inverts a symmetric positive definite matrix in place, by blocks of pivots (the sweep operator of Beaton, 1964): each step
 * takes a block of rows and columns out, and what is left of the others is a sum of products of a few rows.
 *
 * @param matrix size × size, row-major, both halves
 * @param look called after each block with the share that is done
 */
export function invert(matrix: Float64Array, size: number, look: (share: number) => void): void {
  for (let from = 0; from < size; from += BLOCK) {
    sweep(matrix, size, from, Math.min(size, from + BLOCK));
    look(Math.min(1, (from + BLOCK) / size));
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const value = -(matrix[row * size + column] ?? 0);
      matrix[row * size + column] = value;
      matrix[column * size + row] = value;
    }
  }
}

/** A = [D Cᵀ; C R] becomes [−D⁻¹ D⁻¹Cᵀ; CD⁻¹ R − CD⁻¹Cᵀ]. Only the lower half is read and written. */
function sweep(matrix: Float64Array, size: number, from: number, to: number): void {
  const width = to - from;
  const pivots = new Float64Array(width * size);
  const inverse = new Float64Array(width * width);
  for (let pivot = 0; pivot < width; pivot++) {
    for (let column = 0; column < size; column++) {
      const [row, at] = column <= from + pivot ? [from + pivot, column] : [column, from + pivot];
      const value = matrix[row * size + at] ?? 0;
      pivots[pivot * size + column] = value;
      if (column >= from && column < to) inverse[pivot * width + column - from] = value;
    }
  }
  invertSmall(inverse, width);
  const factors = new Float64Array(width);
  for (let row = 0; row < size; row++) {
    if (row >= from && row < to) continue;
    for (let pivot = 0; pivot < width; pivot++) {
      let sum = 0;
      for (let other = 0; other < width; other++) {
        sum += (inverse[pivot * width + other] ?? 0) * (pivots[other * size + row] ?? 0);
      }
      factors[pivot] = sum;
    }
    lessProducts(matrix, row * size, row + 1, { factors, pivots, size });
    for (let pivot = 0; pivot < width; pivot++) {
      const at = row > from ? row * size + from + pivot : (from + pivot) * size + row;
      matrix[at] = factors[pivot] ?? 0;
    }
  }
  for (let pivot = 0; pivot < width; pivot++) {
    for (let other = 0; other <= pivot; other++) {
      matrix[(from + pivot) * size + from + other] = -(inverse[pivot * width + other] ?? 0);
    }
  }
}

interface Products {
  readonly factors: Float64Array;
  /** A row a factor, `size` long. */
  readonly pivots: Float64Array;
  readonly size: number;
}

/** Takes the sum of the pivots' rows, each times its factor, from a row's first `length` values. */
function lessProducts(matrix: Float64Array, at: number, length: number, { factors, pivots, size }: Products): void {
  let pivot = 0;
  for (; pivot + 3 < factors.length; pivot += 4) {
    const [a, b, c, d] = [pivot * size, (pivot + 1) * size, (pivot + 2) * size, (pivot + 3) * size];
    const [ofA = 0, ofB = 0, ofC = 0, ofD = 0] = factors.subarray(pivot, pivot + 4);
    for (let column = 0; column < length; column++) {
      matrix[at + column] =
        (matrix[at + column] ?? 0) -
        (ofA * (pivots[a + column] ?? 0) +
          ofB * (pivots[b + column] ?? 0) +
          ofC * (pivots[c + column] ?? 0) +
          ofD * (pivots[d + column] ?? 0));
    }
  }
  for (; pivot < factors.length; pivot++) {
    const [from, of] = [pivot * size, factors[pivot] ?? 0];
    for (let column = 0; column < length; column++) {
      matrix[at + column] = (matrix[at + column] ?? 0) - of * (pivots[from + column] ?? 0);
    }
  }
}

/** Gauss and Jordan, without a search for pivots: the matrix is positive definite. */
function invertSmall(matrix: Float64Array, size: number): void {
  for (let pivot = 0; pivot < size; pivot++) {
    const scale = 1 / (matrix[pivot * size + pivot] ?? 1);
    matrix[pivot * size + pivot] = 1;
    for (let column = 0; column < size; column++) {
      matrix[pivot * size + column] = (matrix[pivot * size + column] ?? 0) * scale;
    }
    for (let row = 0; row < size; row++) {
      const factor = matrix[row * size + pivot] ?? 0;
      if (row === pivot || factor === 0) continue;
      matrix[row * size + pivot] = 0;
      for (let column = 0; column < size; column++) {
        matrix[row * size + column] =
          (matrix[row * size + column] ?? 0) - factor * (matrix[pivot * size + column] ?? 0);
      }
    }
  }
}
