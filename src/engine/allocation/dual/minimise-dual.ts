import { type DualRows } from './dual-rows.js';
import { type AllocationLimit, type Program } from '../problem/problem.js';
import { dualAt, type DualPoint } from './smooth-dual.js';
import { type Prices } from '../problem/prices.js';

/** Prices, and the dual function there: no choice within the limits is worth more. */
export interface DualMinimum {
  readonly prices: Prices;
  readonly value: number;
}

/** Each level of smoothing is this part of the one before. */
const SMOOTHER = 0.25;
/** Finer than this, in millionths, doesn't tell more of a tie. */
const FINEST = 1e-7;
const STEPS = 12;
/** The price of a minimum that isn't met, in units of the largest value: above all that it may take to meet it. */
const UNMET = 1e3;
/** The prices are good where this share of the dual, or less, is paid for what isn't used or isn't there. */
const SLACK = 5e-5;
const SAME = 1e-15;

/**
 * The prices at which the dual function is smallest, found by Newton's method on smoothed forms of it that come ever closer
 * (projected on prices of at least 0; Bertsekas, Projected Newton methods, 1982). A minimum that can't be met has the highest
 * price that there is.
 *
 * @param start prices from which the minimum isn't far; nothing is known unless given
 */
export function minimiseDual(rows: DualRows, program: Program, start?: Prices): DualMinimum {
  const scale = scaleOf(rows);
  const frame = {
    rows,
    program,
    ceilings: program.limits.map((limit) => ceilingOf(limit, scale.largest)),
    sizes: sizesOf(rows, program),
  };
  let prices: Prices = start?.slice() ?? new Float64Array(program.limits.length);
  let best: DualMinimum = { prices, value: Infinity };
  let tau = scale.mean * (start === undefined ? 0.5 : 1 / 64);
  while (tau > FINEST) {
    const found = descend(frame, prices, tau);
    prices = found.prices;
    if (found.point.value < best.value) best = { prices, value: found.point.value };
    if (isSettled(found)) return { prices, value: found.point.value };
    tau *= SMOOTHER;
  }
  return best;
}

interface Scale {
  readonly mean: number;
  readonly largest: number;
}

function scaleOf({ scores, rows }: DualRows): Scale {
  let [sum, largest, count] = [0, 0, 0];
  for (const score of scores) {
    if (score === -Infinity) continue;
    const size = Math.abs(score);
    sum += size;
    count += 1;
    if (size > largest) largest = size;
  }
  return { mean: rows === 0 || count === 0 ? 0 : sum / count, largest };
}

function ceilingOf({ kind }: AllocationLimit, largest: number): number {
  return kind === 'quotaMinimum' ? UNMET * (largest + 1) : Infinity;
}

interface Found {
  readonly prices: Prices;
  readonly point: DualPoint;
}

/** The level of smoothing doesn't show any more, and what has a price is used up where everybody gets what is best. */
function isSettled({ prices, point }: Found): boolean {
  const most = SLACK * Math.abs(point.value);
  if (point.smooth - point.value > most) return false;
  let unused = 0;
  for (let limit = 0; limit < prices.length; limit++)
    unused += Math.abs((prices[limit] ?? 0) * (point.left[limit] ?? 0));
  return unused <= most && point.left.every((left, limit) => (prices[limit] ?? 0) > 0 || left >= 0);
}

interface Frame {
  readonly rows: DualRows;
  readonly program: Program;
  /** The highest price of each limit. */
  readonly ceilings: readonly number[];
  /** The largest coefficient of each limit. */
  readonly sizes: readonly number[];
}

function sizesOf({ kinds, surplus }: DualRows, { limits, roi, offers }: Program): readonly number[] {
  return limits.map((_, limit) => {
    const columns =
      limit === roi
        ? [surplus ?? NO_SURPLUS]
        : kinds.map((kind) => kind.subarray(limit * offers, (limit + 1) * offers));
    let most = 0;
    for (const column of columns) for (const a of column) if (Math.abs(a) > most) most = Math.abs(a);
    return most || 1;
  });
}

const NO_SURPLUS = new Float64Array(0);

function descend(frame: Frame, from: Prices, tau: number): Found {
  let prices = from;
  let point = dualAt(frame.rows, frame.program, prices, tau);
  let damping = 1e-9;
  for (let step = 0; step < STEPS; step++) {
    const direction = newtonStep(frame, { prices, point }, damping, tau);
    if (direction === null) break;
    const next = lineSearch(frame, { prices, point }, direction, tau);
    if (next === null) {
      damping *= 1e3;
      if (damping > 1) break;
      continue;
    }
    const isSame = point.smooth - next.point.smooth <= SAME * Math.abs(point.smooth);
    ({ prices, point } = next);
    if (isSame) break;
  }
  return { prices, point };
}

const HALVES = [1, 0.5, 0.25, 0.0625, 0.015625];

function lineSearch(
  { rows, program, ceilings }: Frame,
  from: Found,
  direction: Float64Array,
  tau: number,
): Found | null {
  for (const length of HALVES) {
    const prices = from.prices.map((price, limit) =>
      Math.min(ceilings[limit] ?? Infinity, Math.max(0, price + length * (direction[limit] ?? 0))),
    );
    const point = dualAt(rows, program, prices, tau);
    if (point.smooth < from.point.smooth) return { prices, point };
  }
  return null;
}

/** No step goes further than this, in units of the smoothing: what lies beyond isn't seen from here. */
const REACH = 16;

/** The step to the minimum of the parabola, over prices that may move; null where none may. */
function newtonStep(
  { ceilings, sizes }: Frame,
  { prices, point: { gradient, hessian } }: Found,
  damping: number,
  tau: number,
): Float64Array | null {
  const size = gradient.length;
  const free = [...gradient.keys()].filter((limit) => {
    const slope = gradient[limit] ?? 0;
    const price = prices[limit] ?? 0;
    return slope !== 0 && (price > 0 || slope < 0) && (price < (ceilings[limit] ?? Infinity) || slope > 0);
  });
  if (free.length === 0) return null;
  const matrix = free.map((one) =>
    free.map((two) => {
      const own = hessian[Math.max(one, two) * size + Math.min(one, two)] ?? 0;
      if (one !== two) return own;
      return Math.max(own * (1 + damping), (Math.abs(gradient[one] ?? 0) * (sizes[one] ?? 1)) / (REACH * tau));
    }),
  );
  const step = solve(
    matrix,
    free.map((limit) => -(gradient[limit] ?? 0)),
  );
  const direction = new Float64Array(size);
  free.forEach((limit, place) => (direction[limit] = step[place] ?? 0));
  return direction;
}

/** Solves a symmetric positive definite system by elimination; where equations depend on each other, one is left out. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  const scales = matrix.map((row, place) => row[place] ?? 0);
  for (let pivot = 0; pivot < size; pivot++) {
    const own = matrix[pivot]?.[pivot] ?? 0;
    if (own <= (scales[pivot] ?? 0) * 1e-14) continue;
    for (let row = pivot + 1; row < size; row++) {
      const factor = (matrix[row]?.[pivot] ?? 0) / own;
      if (factor === 0) continue;
      for (let column = pivot; column < size; column++)
        (matrix[row] ?? [])[column] = (matrix[row]?.[column] ?? 0) - factor * (matrix[pivot]?.[column] ?? 0);
      right[row] = (right[row] ?? 0) - factor * (right[pivot] ?? 0);
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    const own = matrix[row]?.[row] ?? 0;
    if (own <= (scales[row] ?? 0) * 1e-14) continue;
    let left = right[row] ?? 0;
    for (let column = row + 1; column < size; column++) left -= (matrix[row]?.[column] ?? 0) * (solution[column] ?? 0);
    solution[row] = left / own;
  }
  return solution;
}
