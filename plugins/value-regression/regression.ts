import { StrataError } from '#sdk';

/** A log-linear mean: exp of the sum of coefficients and features. */
export interface LogLinear {
  /** The constant first. */
  readonly coefficients: readonly number[];
  /** Of the coefficients. */
  readonly covariance: readonly (readonly number[])[];
  /** Variance by mean: 1 where counts are Poisson. */
  readonly dispersion: number;
}

const MOST_STEPS = 50;
/** Of the penalised likelihood's gain, by its size. */
const ENOUGH = 1e-10;
/** A mean beyond e to this power, or to its negative, is none. */
const MOST_LOGARITHM = 30;

/**
 * Quasi-Poisson regression with a ridge (McCullagh and Nelder, 1989, chapter 9): Newton's method on Σ(yη − e^η) − ½λΣβ², the constant
 * free. The covariance is that of the quasi-likelihood, φH⁻¹.
 *
 * @param design row by row, `width` features each, the first of them 1
 * @param response 0 or more
 * @param look called before every step
 * @throws StrataError TOO_FEW_EXAMPLES where all of the response is 0
 */
export function fitLogLinear(
  design: Float64Array,
  response: Float64Array,
  { width, ridge, look }: { readonly width: number; readonly ridge: number; readonly look: (step: number) => void },
): LogLinear {
  const mean = response.reduce((sum, each) => sum + each, 0) / Math.max(1, response.length);
  if (!(mean > 0)) throw new StrataError('TOO_FEW_EXAMPLES', 'Nobody bought in the days that are to be learned from.');
  let coefficients = Float64Array.from({ length: width }, (_, place) => (place === 0 ? Math.log(mean) : 0));
  let state = stateAt(design, response, coefficients, ridge);
  for (let step = 0; step < MOST_STEPS; step++) {
    look(step);
    const direction = solve(state.hessian, state.gradient);
    let [share, next] = [1, state];
    let moved = coefficients;
    for (; share > 1e-6; share /= 2) {
      moved = coefficients.map((each, place) => each + share * (direction[place] ?? 0));
      next = stateAt(design, response, moved, ridge);
      if (next.likelihood >= state.likelihood) break;
    }
    const gain = next.likelihood - state.likelihood;
    if (!(gain > 0)) break;
    [coefficients, state] = [moved, next];
    if (gain <= ENOUGH * (1 + Math.abs(state.likelihood))) break;
  }
  const dispersion = state.pearson / Math.max(1, response.length - width);
  const inverse = Array.from({ length: width }, (_, place) =>
    Array.from(
      solve(
        state.hessian,
        Float64Array.from({ length: width }, (__, other) => (other === place ? 1 : 0)),
      ),
    ),
  );
  return {
    coefficients: Array.from(coefficients),
    covariance: inverse.map((row) => row.map((each) => dispersion * each)),
    dispersion,
  };
}

/** The mean of a row. */
export function meanAt(design: Float64Array, row: number, coefficients: ArrayLike<number>): number {
  const { length: width } = coefficients;
  let sum = 0;
  for (let place = 0; place < width; place++) sum += (coefficients[place] ?? 0) * (design[row * width + place] ?? 0);
  return Math.exp(Math.max(-MOST_LOGARITHM, Math.min(MOST_LOGARITHM, sum)));
}

interface State {
  readonly likelihood: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  /** Σ(y − μ)²/μ. */
  readonly pearson: number;
}

function stateAt(design: Float64Array, response: Float64Array, coefficients: Float64Array, ridge: number): State {
  const { length: width } = coefficients;
  const gradient = new Float64Array(width);
  const hessian = new Float64Array(width * width);
  let [likelihood, pearson] = [0, 0];
  for (let row = 0; row < response.length; row++) {
    const [y, mean] = [response[row] ?? 0, meanAt(design, row, coefficients)];
    likelihood += y * Math.log(mean) - mean;
    pearson += (y - mean) ** 2 / mean;
    for (let i = 0; i < width; i++) {
      const own = design[row * width + i] ?? 0;
      gradient[i] = (gradient[i] ?? 0) + (y - mean) * own;
      for (let j = 0; j <= i; j++) {
        hessian[i * width + j] = (hessian[i * width + j] ?? 0) + mean * own * (design[row * width + j] ?? 0);
      }
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) hessian[j * width + i] = hessian[i * width + j] ?? 0;
    const own = coefficients[i] ?? 0;
    // Without a trace of a ridge a feature that says nothing has no inverse.
    const held = i === 0 ? 1e-9 : ridge + 1e-9;
    likelihood -= (held * own * own) / 2;
    gradient[i] = (gradient[i] ?? 0) - held * own;
    hessian[i * width + i] = (hessian[i * width + i] ?? 0) + held;
  }
  return { likelihood, gradient, hessian, pearson };
}

/** Cholesky. @param matrix symmetric and positive definite, row by row */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const { length: width } = right;
  const lower = new Float64Array(width * width);
  const at = (i: number, j: number): number => lower[i * width + j] ?? 0;
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * width + j] ?? 0;
      for (let k = 0; k < j; k++) rest -= at(i, k) * at(j, k);
      lower[i * width + j] = i === j ? Math.sqrt(Math.max(rest, Number.MIN_VALUE)) : rest / at(j, j);
    }
  }
  const solution = right.slice();
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < i; k++) solution[i] = (solution[i] ?? 0) - at(i, k) * (solution[k] ?? 0);
    solution[i] = (solution[i] ?? 0) / at(i, i);
  }
  for (let i = width - 1; i >= 0; i--) {
    for (let k = i + 1; k < width; k++) solution[i] = (solution[i] ?? 0) - at(k, i) * (solution[k] ?? 0);
    solution[i] = (solution[i] ?? 0) / at(i, i);
  }
  return solution;
}
