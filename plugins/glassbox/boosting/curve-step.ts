import { BINS, type Direction, gain, type Limits, newton, type Sums, totalsOf } from './sums.js';

/** Writes what to add to each bin, before shrinking. */
export type Step = (sums: Sums, out: Float64Array) => void;

/** Neighbouring positions that get the same step. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Rows by which a category's slope is drawn to zero before categories are put in order. */
const SMOOTHING = 10;

/** Steps of a number: a small tree over its bins in their order; missing values are a leaf of their own. */
export function numberStep(size: number, limits: Limits, direction: Direction): Step {
  const order = Int32Array.from({ length: size - 1 }, (_, index) => index + 1);
  const tree = new LineTree(limits, direction);
  return (sums, out) => {
    out[0] = newton(sums.gradient[0] ?? 0, sums.hessian[0] ?? 0, limits.l2);
    tree.write(sums, order, out);
  };
}

/**
 * Steps of categories: the same tree over the categories ordered by slope, where the best grouping is one of neighbours
 * (Fisher, 1958). Missing values are one more category.
 */
export function categoryStep(size: number, limits: Limits): Step {
  const order = Int32Array.from({ length: size }, (_, index) => index);
  const tree = new LineTree(limits, 0);
  const slopes = new Float64Array(size);
  return (sums, out) => {
    const perRow = meanCurvature(sums);
    for (let bin = 0; bin < size; bin++) {
      slopes[bin] = (sums.gradient[bin] ?? 0) / ((sums.hessian[bin] ?? 0) + SMOOTHING * perRow);
    }
    sortBy(order, slopes);
    tree.write(sums, order, out);
  };
}

function meanCurvature({ hessian, rows }: Sums): number {
  const count = rows.reduce((sum, own) => sum + own, 0);
  return count > 0 ? hessian.reduce((sum, own) => sum + own, 0) / count : 1;
}

/** Insertion sort: from one step to the next the order hardly changes. */
function sortBy(order: Int32Array, key: Float64Array): void {
  for (let index = 1; index < order.length; index++) {
    const item = order[index] ?? 0;
    const own = key[item] ?? 0;
    let at = index;
    for (; at > 0 && (key[order[at - 1] ?? 0] ?? 0) > own; at--) order[at] = order[at - 1] ?? 0;
    order[at] = item;
  }
}

/** A tree over positions on a line, grown best first; its leaves are stretches. */
class LineTree {
  readonly #totals = totalsOf(BINS + 1);

  constructor(
    private readonly limits: Limits,
    private readonly direction: Direction,
  ) {}

  /** Writes each stretch's step to the bins that stand at its positions. */
  write(sums: Sums, order: Int32Array, out: Float64Array): void {
    this.#load(sums, order);
    for (const { from, to } of this.#pooled(this.#grow(order.length))) {
      const step = this.#step({ from, to });
      for (let at = from; at < to; at++) out[order[at] ?? 0] = step;
    }
  }

  #load(sums: Sums, order: Int32Array): void {
    const { gradient, hessian, rows } = this.#totals;
    for (let at = 0; at < order.length; at++) {
      const bin = order[at] ?? 0;
      gradient[at + 1] = (gradient[at] ?? 0) + (sums.gradient[bin] ?? 0);
      hessian[at + 1] = (hessian[at] ?? 0) + (sums.hessian[bin] ?? 0);
      rows[at + 1] = (rows[at] ?? 0) + (sums.rows[bin] ?? 0);
    }
  }

  #grow(length: number): Stretch[] {
    const stretches: (Stretch & { readonly cut: number; readonly saved: number })[] = [
      { from: 0, to: length, ...this.#bestCut(0, length) },
    ];
    while (stretches.length < this.limits.leaves) {
      let best = 0;
      stretches.forEach(({ saved }, index) => {
        if (saved > (stretches[best]?.saved ?? 0)) best = index;
      });
      const widest = stretches[best];
      if (widest === undefined || widest.saved <= 0) break;
      const { from, to, cut } = widest;
      stretches.splice(
        best,
        1,
        { from, to: cut, ...this.#bestCut(from, cut) },
        { from: cut, to, ...this.#bestCut(cut, to) },
      );
    }
    return stretches;
  }

  #bestCut(from: number, to: number): { readonly cut: number; readonly saved: number } {
    const { gradient, hessian, rows } = this.#totals;
    const { l2, minRows } = this.limits;
    const [g0, h0, n0] = [gradient[from] ?? 0, hessian[from] ?? 0, rows[from] ?? 0];
    const [g1, h1, n1] = [gradient[to] ?? 0, hessian[to] ?? 0, rows[to] ?? 0];
    let cut = from;
    let most = 0;
    for (let at = from + 1; at < to; at++) {
      const n = rows[at] ?? 0;
      if (n - n0 < minRows) continue;
      if (n1 - n < minRows) break;
      const g = gradient[at] ?? 0;
      const h = hessian[at] ?? 0;
      const both = gain(g - g0, h - h0, l2) + gain(g1 - g, h1 - h, l2);
      if (both > most) {
        most = both;
        cut = at;
      }
    }
    return { cut, saved: cut === from ? 0 : most - gain(g1 - g0, h1 - h0, l2) };
  }

  #step({ from, to }: Stretch): number {
    const { gradient, hessian } = this.#totals;
    const g = (gradient[to] ?? 0) - (gradient[from] ?? 0);
    return newton(g, (hessian[to] ?? 0) - (hessian[from] ?? 0), this.limits.l2);
  }

  /** Neighbours that go the wrong way become one: what monotone steps add up to is monotone. */
  #pooled(stretches: readonly Stretch[]): readonly Stretch[] {
    if (this.direction === 0) return stretches;
    const pooled: Stretch[] = [];
    for (const stretch of stretches) {
      let last = stretch;
      let before = pooled.at(-1);
      while (before !== undefined && this.direction * (this.#step(last) - this.#step(before)) < 0) {
        pooled.pop();
        last = { from: before.from, to: last.to };
        before = pooled.at(-1);
      }
      pooled.push(last);
    }
    return pooled;
  }
}
