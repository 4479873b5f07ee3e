/** A function's value at `x`; `gradient` gets its derivatives. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Maximum {
  readonly x: Float64Array;
  readonly value: number;
  /** False where the steps ended before the slope was flat. */
  readonly found: boolean;
}

const MOST_STEPS = 300;
const HALVINGS = 40;
const LONGEST_STEP = 2;
/** What a step would bring is lost in rounding. */
const NOTHING = 1e-13;
/** Armijo: so much of what the slope promises must come. */
const KEPT = 1e-4;

/**
 * Climbs to a maximum by BFGS with backtracking (Nocedal and Wright, Numerical Optimization, 6.1).
 *
 * @param look called before each step; may throw to stop
 */
export function maximise(objective: Objective, start: ArrayLike<number>, look: (step: number) => void): Maximum {
  const size = start.length;
  let x: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(size);
  let value = objective(x, gradient);
  let inverse = identity(size);
  for (let step = 0; step < MOST_STEPS; step++) {
    look(step);
    const direction = climb(inverse, gradient);
    if (dot(gradient, direction) < NOTHING) return { x, value, found: isFlat(gradient) };
    const next = lineSearch(objective, x, value, gradient, direction);
    if (next === null) {
      // Where the picture of the curvature is spent, the plain slope is tried once.
      if (isIdentity(inverse)) return { x, value, found: isFlat(gradient) };
      inverse = identity(size);
      continue;
    }
    inverse = updated(inverse, subtract(next.x, x), subtract(gradient, next.gradient));
    ({ x, value, gradient } = next);
  }
  return { x, value, found: isFlat(gradient) };
}

/** Where the value is a mean over customers. */
function isFlat(gradient: Float64Array): boolean {
  return gradient.every((slope) => Math.abs(slope) < 1e-5);
}

function climb(inverse: readonly Float64Array[], gradient: Float64Array): Float64Array {
  const direction = Float64Array.from(inverse, (row) => dot(row, gradient));
  const longest = Math.max(...direction.map(Math.abs));
  return longest > LONGEST_STEP ? direction.map((move) => (move * LONGEST_STEP) / longest) : direction;
}

interface Reached {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

function lineSearch(
  objective: Objective,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
): Reached | null {
  const slope = dot(gradient, direction);
  if (!(slope > 0)) return null;
  for (let halving = 0, length = 1; halving < HALVINGS; halving++, length /= 2) {
    const there = x.map((each, place) => each + length * (direction[place] ?? 0));
    const gradientThere = new Float64Array(x.length);
    const valueThere = objective(there, gradientThere);
    if (valueThere > value + KEPT * length * slope) return { x: there, value: valueThere, gradient: gradientThere };
  }
  return null;
}

/** The BFGS update of the inverse of the negative Hessian. @param move of x @param change of the negative gradient */
function updated(inverse: readonly Float64Array[], move: Float64Array, change: Float64Array): Float64Array[] {
  const curvature = dot(move, change);
  if (!(curvature > 1e-14)) return inverse.map((row) => row.slice());
  const along = Float64Array.from(inverse, (row) => dot(row, change));
  const scale = (1 + dot(change, along) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map(
      (entry, j) =>
        entry +
        scale * (move[i] ?? 0) * (move[j] ?? 0) -
        ((along[i] ?? 0) * (move[j] ?? 0) + (move[i] ?? 0) * (along[j] ?? 0)) / curvature,
    ),
  );
}

/**
 * The covariance of maximum-likelihood estimates: the inverse of the negative Hessian, which is the gradient's derivative by
 * central differences. Null where the likelihood is flat, so that the data do not say.
 *
 * @param weight by which the objective has to be multiplied to be the log-likelihood
 */
export function covarianceAt(objective: Objective, x: Float64Array, weight: number): readonly Float64Array[] | null {
  const step = 1e-4;
  const rows = Array.from(x, (_, moved) => {
    const slopes = [1, -1].map((sign) => {
      const gradient = new Float64Array(x.length);
      objective(
        x.map((each, place) => each + (place === moved ? sign * step : 0)),
        gradient,
      );
      return gradient;
    });
    const [up = new Float64Array(), down = new Float64Array()] = slopes;
    return up.map((slope, place) => (-weight * (slope - (down[place] ?? 0))) / (2 * step));
  });
  return inverted(rows.map((row, i) => row.map((entry, j) => (entry + (rows[j]?.[i] ?? 0)) / 2)));
}

/** The inverse of a symmetric positive definite matrix by its Cholesky factor; null where it is none. */
function inverted(matrix: readonly Float64Array[]): readonly Float64Array[] | null {
  const size = matrix.length;
  const factor = Array.from({ length: size }, () => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const [rowI, rowJ] = [factor[i] ?? new Float64Array(), factor[j] ?? new Float64Array()];
      const rest = (matrix[i]?.[j] ?? 0) - dot(rowI.subarray(0, j), rowJ.subarray(0, j));
      if (i === j && !(rest > 0)) return null;
      rowI[j] = i === j ? Math.sqrt(rest) : rest / (rowJ[j] ?? 1);
    }
  }
  return Array.from({ length: size }, (_, column) => solved(factor, column));
}

/** The column of the inverse. */
function solved(factor: readonly Float64Array[], column: number): Float64Array {
  const size = factor.length;
  const x = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const row = factor[i] ?? x;
    x[i] = ((i === column ? 1 : 0) - dot(row.subarray(0, i), x.subarray(0, i))) / (row[i] ?? 1);
  }
  for (let i = size - 1; i >= 0; i--) {
    let rest = x[i] ?? 0;
    for (let j = i + 1; j < size; j++) rest -= (factor[j]?.[i] ?? 0) * (x[j] ?? 0);
    x[i] = rest / (factor[i]?.[i] ?? 1);
  }
  return x;
}

function identity(size: number): Float64Array[] {
  return Array.from({ length: size }, (_, row) => {
    const entries = new Float64Array(size);
    entries[row] = 1;
    return entries;
  });
}

function isIdentity(matrix: readonly Float64Array[]): boolean {
  return matrix.every((row, i) => row.every((entry, j) => entry === (i === j ? 1 : 0)));
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((each, place) => each - (b[place] ?? 0));
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, each, place) => sum + each * (b[place] ?? 0), 0);
}
