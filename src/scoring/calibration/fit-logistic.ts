import { sigmoid } from './link.js';

const NEWTON_STEPS = 50;
/** Keeps the Hessian invertible where columns are equal. */
const JITTER = 1e-9;
/** A step is at most so long on the logit scale: beyond, the quadratic model is far off. */
const LONGEST_STEP = 5;

/** A small weighted logistic regression: a handful of columns of `targets.length` rows each. */
export interface LogisticProblem {
  readonly columns: readonly Float64Array[];
  /** Probabilities, 0 to 1. */
  readonly targets: Float64Array;
  readonly weight: Float64Array;
  /** Added to every row's link; nothing unless given. */
  readonly offset?: Float64Array;
  /** L2 penalty of each column's coefficient. */
  readonly ridge: readonly number[];
}

/** One coefficient a column, by damped Newton steps on the weighted log loss. */
export function fitLogistic(problem: LogisticProblem): Float64Array {
  const coefficients = new Float64Array(problem.columns.length);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const change = newtonStep(problem, coefficients);
    const longest = change.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const damping = Math.min(1, LONGEST_STEP / Math.max(longest, Number.MIN_VALUE));
    change.forEach((value, j) => {
      coefficients[j] = (coefficients[j] ?? 0) - damping * value;
    });
    if (longest < 1e-10) break;
  }
  return coefficients;
}

function newtonStep(problem: LogisticProblem, coefficients: Float64Array): Float64Array {
  const { columns, targets, weight, offset, ridge } = problem;
  const size = columns.length;
  const gradient = Float64Array.from(ridge, (penalty, j) => penalty * (coefficients[j] ?? 0));
  const hessian = Array.from(ridge, (penalty, j) => {
    const row = new Float64Array(size);
    row[j] = penalty + JITTER;
    return row;
  });
  const x = new Float64Array(size);
  for (let row = 0; row < targets.length; row++) {
    let link = offset?.[row] ?? 0;
    for (let j = 0; j < size; j++) {
      const value = columns[j]?.[row] ?? 0;
      x[j] = value;
      link += (coefficients[j] ?? 0) * value;
    }
    const p = sigmoid(link);
    const w = weight[row] ?? 0;
    accumulate({ gradient, hessian, x, error: w * (p - (targets[row] ?? 0)), curvature: w * p * (1 - p) });
  }
  return solve(hessian, gradient);
}

interface Accumulated {
  readonly gradient: Float64Array;
  readonly hessian: readonly Float64Array[];
  readonly x: Float64Array;
  readonly error: number;
  readonly curvature: number;
}

function accumulate({ gradient, hessian, x, error, curvature }: Accumulated): void {
  hessian.forEach((line, j) => {
    const xj = x[j] ?? 0;
    gradient[j] = (gradient[j] ?? 0) + error * xj;
    for (let k = 0; k < line.length; k++) line[k] = (line[k] ?? 0) + curvature * xj * (x[k] ?? 0);
  });
}

/** Solves A y = b for a small symmetric positive definite A, by Gaussian elimination; overwrites both. */
function solve(a: readonly Float64Array[], b: Float64Array): Float64Array {
  a.forEach((pivotRow, pivot) => {
    for (let row = pivot + 1; row < a.length; row++) {
      const line = a[row] ?? pivotRow;
      const factor = (line[pivot] ?? 0) / (pivotRow[pivot] ?? 1);
      for (let k = pivot; k < line.length; k++) line[k] = (line[k] ?? 0) - factor * (pivotRow[k] ?? 0);
      b[row] = (b[row] ?? 0) - factor * (b[pivot] ?? 0);
    }
  });
  for (let row = a.length - 1; row >= 0; row--) {
    const line = a[row] ?? b;
    let rest = b[row] ?? 0;
    for (let k = row + 1; k < line.length; k++) rest -= (line[k] ?? 0) * (b[k] ?? 0);
    b[row] = rest / (line[row] ?? 1);
  }
  return b;
}
