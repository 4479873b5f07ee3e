import { type EncodedFrame } from '#sdk';

/** Rows, so ordered that those near to a point are found without looking at all (a k-d tree: Bentley, 1975). */
export interface RowTree {
  readonly values: Float32Array;
  readonly width: number;
  /** The rows: the middle one of each part of them splits it. */
  readonly order: Uint32Array;
  /** By the place of the splitting row, the column that it splits. */
  readonly axes: Uint16Array;
}

/** Parts of so few rows are not split. */
const LEAF = 16;

export function treeOf({ rows, columns, values }: EncodedFrame): RowTree {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const tree = { values, width: columns.length, order, axes: new Uint16Array(rows) };
  splitPart(tree, 0, rows);
  return tree;
}

function splitPart(tree: RowTree, from: number, to: number): void {
  if (to - from <= LEAF) return;
  const middle = (from + to) >> 1;
  const axis = widestColumn(tree, from, to);
  const { values, width, order, axes } = tree;
  axes[middle] = axis;
  const valueOf = (row: number) => values[row * width + axis] ?? 0;
  order.subarray(from, to).sort((a, b) => valueOf(a) - valueOf(b) || a - b);
  splitPart(tree, from, middle);
  splitPart(tree, middle + 1, to);
}

function widestColumn({ values, width, order }: RowTree, from: number, to: number): number {
  let [widest, most] = [0, -1];
  for (let column = 0; column < width; column++) {
    let [least, greatest] = [Infinity, -Infinity];
    for (let place = from; place < to; place++) {
      const value = values[(order[place] ?? 0) * width + column] ?? 0;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    if (greatest - least <= most) continue;
    most = greatest - least;
    widest = column;
  }
  return widest;
}

/** A point: a row of a frame of the same columns. */
export interface Point {
  readonly values: Float32Array;
  readonly row: number;
}

/**
 * Visits the rows whose squared distance to a point is at most `radius`; `found` answers with the radius from then on.
 *
 * @param radius squared
 */
export function visitNear(
  tree: RowTree,
  point: Point,
  radius: number,
  found: (row: number, squared: number) => number,
): void {
  const { order, axes, values, width } = tree;
  const start = point.row * width;
  let within = radius;
  const look = (row: number): void => {
    let sum = 0;
    for (let at = row * width, own = start; own < start + width; at++, own++) {
      const difference = (values[at] ?? 0) - (point.values[own] ?? 0);
      sum += difference * difference;
    }
    if (sum <= within) within = found(row, sum);
  };
  const visit = (from: number, to: number): void => {
    if (to - from <= LEAF) {
      for (let place = from; place < to; place++) look(order[place] ?? 0);
      return;
    }
    const middle = (from + to) >> 1;
    const [axis, row] = [axes[middle] ?? 0, order[middle] ?? 0];
    const beyond = (point.values[start + axis] ?? 0) - (values[row * width + axis] ?? 0);
    if (beyond < 0) visit(from, middle);
    else visit(middle + 1, to);
    look(row);
    if (beyond * beyond > within) return;
    if (beyond < 0) visit(middle + 1, to);
    else visit(from, middle);
  };
  visit(0, order.length);
}

/** The distance of a point to its k-th nearest row, itself included where it is one. */
export function distanceToNearest(tree: RowTree, point: Point, k: number): number {
  const nearest: number[] = [];
  visitNear(tree, point, Infinity, (_, squared) => {
    const place = nearest.findIndex((other) => other > squared);
    nearest.splice(place === -1 ? nearest.length : place, 0, squared);
    if (nearest.length > k) nearest.pop();
    return nearest.length < k ? Infinity : (nearest.at(-1) ?? Infinity);
  });
  return Math.sqrt(nearest.at(-1) ?? 0);
}
