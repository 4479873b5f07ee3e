import { type Step } from './curve-step.js';
import { SIDE } from '../model/model.js';
import { gain, type Limits, newton, type Sums, type Totals, totalsOf } from './sums.js';

const EDGE = SIDE + 1;

/** A tree over the grid: two parts along one feature, and each part cut at most once along the other. */
interface GridTree {
  /** Whether the first cut is between columns: the tree is one of the grid lying on its side. */
  readonly turned: boolean;
  readonly cut: number;
  /** Where each part is cut; 0 where it is not. */
  readonly upper: number;
  readonly lower: number;
  /** What the loss falls by, twice. */
  readonly saved: number;
}

/**
 * Steps of a pair: the grid is cut in two along one feature, and each part once along the other (Lou et al., 2013, let both
 * parts share the second cut). Of all such trees the one that saves most.
 */
export function pairStep(limits: Limits): Step {
  const grid = new Grid(limits);
  return (sums, out) => {
    grid.load(sums);
    grid.write(grid.best(), out);
  };
}

/** What the best tree over the grid would save: how strong an interaction looks. */
export function pairStrength(sums: Sums, limits: Limits): number {
  const grid = new Grid(limits);
  grid.load(sums);
  return grid.best().saved;
}

/** Sums of the grid as totals of all above and left of a cell, upright and turned, so that any block is four of them. */
class Grid {
  readonly #upright = totalsOf(EDGE * EDGE);
  readonly #turned = totalsOf(EDGE * EDGE);
  /** Of the last {@link #bestColumn}. */
  #column = 0;

  constructor(private readonly limits: Limits) {}

  load(sums: Sums): void {
    for (const kind of ['gradient', 'hessian', 'rows'] as const) {
      const upright = this.#upright[kind];
      const turned = this.#turned[kind];
      for (let row = 0; row < SIDE; row++) {
        let line = 0;
        for (let column = 0; column < SIDE; column++) {
          line += sums[kind][row * SIDE + column] ?? 0;
          const total = (upright[row * EDGE + column + 1] ?? 0) + line;
          upright[(row + 1) * EDGE + column + 1] = total;
          turned[(column + 1) * EDGE + row + 1] = total;
        }
      }
    }
  }

  best(): GridTree {
    const upright = this.#bestOf(this.#upright, false);
    const turned = this.#bestOf(this.#turned, true);
    return turned.saved > upright.saved ? turned : upright;
  }

  #bestOf(totals: Totals, turned: boolean): GridTree {
    const whole = this.#gain(totals, 0, SIDE, 0, SIDE);
    let best: GridTree = { turned, cut: SIDE, upper: 0, lower: 0, saved: 0 };
    for (let cut = 1; cut < SIDE; cut++) {
      const above = totals.rows[cut * EDGE + SIDE] ?? 0;
      const all = totals.rows[SIDE * EDGE + SIDE] ?? 0;
      if (above < this.limits.minRows || all - above < this.limits.minRows) continue;
      const first = this.#bestColumn(totals, 0, cut);
      const upper = this.#column;
      const second = this.#bestColumn(totals, cut, SIDE);
      const saved = first + second - whole;
      if (saved > best.saved) best = { turned, cut, upper, lower: this.#column, saved };
    }
    return best;
  }

  /** The gain of the rows from `top` to `bottom`, cut between columns where that saves most; the cut is kept. */
  #bestColumn(totals: Totals, top: number, bottom: number): number {
    const { l2, minRows } = this.limits;
    const { gradient, hessian, rows } = totals;
    const [from, to] = [top * EDGE, bottom * EDGE];
    const g1 = (gradient[to + SIDE] ?? 0) - (gradient[from + SIDE] ?? 0);
    const h1 = (hessian[to + SIDE] ?? 0) - (hessian[from + SIDE] ?? 0);
    const n1 = (rows[to + SIDE] ?? 0) - (rows[from + SIDE] ?? 0);
    let most = gain(g1, h1, l2);
    this.#column = 0;
    for (let column = 1; column < SIDE; column++) {
      const n = (rows[to + column] ?? 0) - (rows[from + column] ?? 0);
      if (n < minRows || n1 - n < minRows) continue;
      const g = (gradient[to + column] ?? 0) - (gradient[from + column] ?? 0);
      const h = (hessian[to + column] ?? 0) - (hessian[from + column] ?? 0);
      const both = gain(g, h, l2) + gain(g1 - g, h1 - h, l2);
      if (both <= most) continue;
      most = both;
      this.#column = column;
    }
    return most;
  }

  #gain(totals: Totals, top: number, bottom: number, left: number, right: number): number {
    const g = blockOf(totals.gradient, top, bottom, left, right);
    return gain(g, blockOf(totals.hessian, top, bottom, left, right), this.limits.l2);
  }

  write({ turned, cut, upper, lower }: GridTree, out: Float64Array): void {
    this.#writeBlock(turned, 0, cut, 0, upper, out);
    this.#writeBlock(turned, 0, cut, upper, SIDE, out);
    this.#writeBlock(turned, cut, SIDE, 0, lower, out);
    this.#writeBlock(turned, cut, SIDE, lower, SIDE, out);
  }

  #writeBlock(turned: boolean, top: number, bottom: number, left: number, right: number, out: Float64Array): void {
    if (top === bottom || left === right) return;
    const totals = turned ? this.#turned : this.#upright;
    const g = blockOf(totals.gradient, top, bottom, left, right);
    const step = newton(g, blockOf(totals.hessian, top, bottom, left, right), this.limits.l2);
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) out[turned ? column * SIDE + row : row * SIDE + column] = step;
    }
  }
}

function blockOf(totals: Float64Array, top: number, bottom: number, left: number, right: number): number {
  const above = (totals[top * EDGE + right] ?? 0) - (totals[top * EDGE + left] ?? 0);
  return (totals[bottom * EDGE + right] ?? 0) - (totals[bottom * EDGE + left] ?? 0) - above;
}
