import { ascendingOrder, at, tieEnd } from '../index.js';

/** A non-decreasing, piecewise linear function: its break points, x strictly ascending. */
export interface IsotonicFit {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Rows that share one fitted value. */
export interface IsotonicBlock {
  /** The least and the greatest x of the block. */
  readonly from: number;
  readonly to: number;
  /** Mean of y in the block, weighted. */
  readonly value: number;
  /** Sum of the weights. */
  readonly weight: number;
}

/**
 * The non-decreasing function nearest to y by weighted least squares, by pooling adjacent violators (Ayer et al.,
 * 1955). Between two blocks it is interpolated linearly; read it with {@link isotonicValue}.
 *
 * @param x one finite number a row, in any order; equal ones are pooled
 * @param y one finite number a row
 * @param weights positive; 1 unless given
 */
export function isotonicRegression(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights?: ArrayLike<number>,
): IsotonicFit {
  const knots = { x: [] as number[], y: [] as number[] };
  for (const { from, to, value } of isotonicBlocks(x, y, weights)) {
    knots.x.push(from);
    knots.y.push(value);
    if (to === from) continue;
    knots.x.push(to);
    knots.y.push(value);
  }
  return knots;
}

/** The blocks of {@link isotonicRegression}: from and to ascend strictly, so do the values. */
export function isotonicBlocks(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights?: ArrayLike<number>,
): readonly IsotonicBlock[] {
  const order = ascendingOrder(x, y, ...(weights === undefined ? [] : [weights]));
  const blocks: IsotonicBlock[] = [];
  for (let start = 0; start < order.length;) {
    const end = tieEnd(x, order, start);
    let block = poolTies(x, y, weights, order.subarray(start, end));
    for (let last = blocks.at(-1); last !== undefined && last.value >= block.value; last = blocks.at(-1)) {
      block = merge(last, block);
      blocks.pop();
    }
    blocks.push(block);
    start = end;
  }
  return blocks;
}

function poolTies(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
  rows: Uint32Array,
): IsotonicBlock {
  let weight = 0;
  let sum = 0;
  for (const row of rows) {
    const rowWeight = weights === undefined ? 1 : at(weights, row);
    weight += rowWeight;
    sum += rowWeight * at(y, row);
  }
  const shared = at(x, at(rows, 0));
  return { from: shared, to: shared, value: sum / weight, weight };
}

function merge(lower: IsotonicBlock, upper: IsotonicBlock): IsotonicBlock {
  const weight = lower.weight + upper.weight;
  const value = (lower.value * lower.weight + upper.value * upper.weight) / weight;
  return { from: lower.from, to: upper.to, value, weight };
}

/** The fitted value at x: linear between the break points, constant outside of them. NaN for a fit without points. */
export function isotonicValue(fit: IsotonicFit, x: number): number {
  const last = fit.x.length - 1;
  if (last < 0) return Number.NaN;
  if (x <= at(fit.x, 0)) return at(fit.y, 0);
  if (x >= at(fit.x, last)) return at(fit.y, last);
  let below = 0;
  let above = last;
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (at(fit.x, middle) <= x) below = middle;
    else above = middle;
  }
  const left = at(fit.x, below);
  const share = (x - left) / (at(fit.x, above) - left);
  return at(fit.y, below) + share * (at(fit.y, above) - at(fit.y, below));
}
