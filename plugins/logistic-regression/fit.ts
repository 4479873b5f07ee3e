import { type EncodedFrame, type TrainingRun, type TrainingSet } from '#sdk';
import { solve } from './solve.js';

/** The learned state: the link of the score is bias + weights · columns. */
export interface Line {
  /** `logit` for probabilities, `identity` for values. */
  readonly link: 'logit' | 'identity';
  readonly bias: number;
  readonly weights: Float64Array;
}

export interface FitOptions {
  readonly l2: number;
  readonly maxIterations: number;
}

/** Training ends when a step improves the penalised loss by less than this share. */
const TOLERANCE = 1e-9;

/**
 * Penalised maximum likelihood by Newton's method (iteratively reweighted least squares), each step halved until the
 * loss falls: logistic regression for binary tasks, least squares (ridge regression: Hoerl and Kennard, 1970), which one
 * step solves, for values. The bias is not penalised, so the mean prediction equals the mean label.
 */
export function fit(set: TrainingSet<EncodedFrame>, options: FitOptions, run: TrainingRun): Line {
  const width = set.frame.columns.length;
  let beta: Float64Array = new Float64Array(width + 1);
  let loss = lossOf(set, beta, options.l2);
  for (let iteration = 1; iteration <= options.maxIterations; iteration++) {
    run.signal.throwIfAborted();
    const step = newtonStep(set, beta, options.l2);
    const next = shorten(set, beta, step, options.l2, loss);
    const gain = loss - next.loss;
    beta = next.beta;
    loss = next.loss;
    run.progress(iteration / options.maxIterations, `step ${iteration}, loss ${(loss / set.frame.rows).toFixed(5)}`);
    if (gain <= TOLERANCE * Math.abs(loss)) break;
  }
  run.backend('javascript');
  return { link: set.task === 'binary' ? 'logit' : 'identity', bias: beta[0] ?? 0, weights: beta.slice(1) };
}

function shorten(set: TrainingSet<EncodedFrame>, beta: Float64Array, step: Float64Array, l2: number, loss: number) {
  for (let length = 1; length > 1e-6; length /= 2) {
    const candidate = beta.map((value, index) => value - length * (step[index] ?? 0));
    const candidateLoss = lossOf(set, candidate, l2);
    if (candidateLoss < loss) return { beta: candidate, loss: candidateLoss };
  }
  return { beta, loss };
}

/** Sum of weighted log losses, or of half squared errors, + l2/2 × |weights|². */
function lossOf({ frame, task, label, weight }: TrainingSet<EncodedFrame>, beta: Float64Array, l2: number): number {
  let loss = 0;
  for (let index = 1; index < beta.length; index++) loss += (l2 / 2) * (beta[index] ?? 0) ** 2;
  for (let row = 0; row < frame.rows; row++) {
    const z = linkOf(frame, beta, row);
    const y = label[row] ?? 0;
    loss += (weight?.[row] ?? 1) * (task === 'binary' ? logLoss(z, y) : (z - y) ** 2 / 2);
  }
  return loss;
}

/** log(1 + e^z) − y z, without overflow. */
function logLoss(z: number, y: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z;
}

function linkOf({ values }: EncodedFrame, beta: Float64Array, row: number): number {
  const width = beta.length - 1;
  const start = row * width;
  let sum = beta[0] ?? 0;
  for (let column = 0; column < width; column++) sum += (beta[column + 1] ?? 0) * (values[start + column] ?? 0);
  return sum;
}

/** Hessian⁻¹ × gradient of the penalised loss. */
function newtonStep(
  { frame, task, label, weight }: TrainingSet<EncodedFrame>,
  beta: Float64Array,
  l2: number,
): Float64Array {
  const size = beta.length;
  const gradient = beta.map((value, index) => (index === 0 ? 0 : l2 * value));
  const hessian = new Float64Array(size * size);
  for (let index = 0; index < size; index++) hessian[index * size + index] = index === 0 ? 1e-9 : l2 + 1e-9;
  const columns = new Int32Array(size);
  const cells = new Float64Array(size);
  for (let row = 0; row < frame.rows; row++) {
    const z = linkOf(frame, beta, row);
    const predicted = task === 'binary' ? 1 / (1 + Math.exp(-z)) : z;
    const w = weight?.[row] ?? 1;
    const error = w * (predicted - (label[row] ?? 0));
    const curvature = task === 'binary' ? w * predicted * (1 - predicted) : w;
    const filled = nonZero(frame.values, row * (size - 1), size - 1, columns, cells);
    for (let i = 0; i < filled; i++) {
      const column = columns[i] ?? 0;
      const cell = cells[i] ?? 0;
      gradient[column] = (gradient[column] ?? 0) + error * cell;
      const scaled = curvature * cell;
      const start = column * size;
      for (let j = 0; j <= i; j++) {
        const at = start + (columns[j] ?? 0);
        hessian[at] = (hessian[at] ?? 0) + scaled * (cells[j] ?? 0);
      }
    }
  }
  return solve(hessian, gradient);
}

/** The columns of a row that are not zero, the bias (always 1) first; one-hot rows have few. Returns how many. */
function nonZero(values: Float32Array, start: number, width: number, columns: Int32Array, cells: Float64Array): number {
  columns[0] = 0;
  cells[0] = 1;
  let filled = 1;
  for (let column = 0; column < width; column++) {
    const cell = values[start + column] ?? 0;
    if (cell === 0) continue;
    columns[filled] = column + 1;
    cells[filled++] = cell;
  }
  return filled;
}
