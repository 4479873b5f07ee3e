import { type Step } from './curve-step.js';
import { SIDE } from './model.js';
import { gain, type Limits, newton, type Sums, type Totals, totalsOf } from './sums.js';

const EDGE = SIDE + 1;
const NONE = { cut: 0, saved: 0 };

/** A block of the grid, ends not included. */
interface Block {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Steps of a pair: the grid is cut in two along one feature, and each part once along the other (Lou et al., 2013, let both
 * parts share the second cut). Of all such trees the one that saves most.
 */
export function pairStep(limits: Limits): Step {
  const grid = new Grid(limits);
  return (sums, out) => {
    grid.load(sums);
    for (const block of grid.best().blocks) grid.write(block, out);
  };
}

/** What the best tree over the grid would save: how strong an interaction looks. */
export function pairStrength(sums: Sums, limits: Limits): number {
  const grid = new Grid(limits);
  grid.load(sums);
  return grid.best().saved;
}

class Grid {
  readonly #totals: Totals = totalsOf(EDGE * EDGE);

  constructor(private readonly limits: Limits) {}

  load({ gradient, hessian, rows }: Sums): void {
    for (const [from, to] of [
      [gradient, this.#totals.gradient],
      [hessian, this.#totals.hessian],
      [rows, this.#totals.rows],
    ] as const) {
      for (let row = 0; row < SIDE; row++) {
        let line = 0;
        for (let column = 0; column < SIDE; column++) {
          line += from[row * SIDE + column] ?? 0;
          to[(row + 1) * EDGE + column + 1] = (to[row * EDGE + column + 1] ?? 0) + line;
        }
      }
    }
  }

  best(): { readonly blocks: readonly Block[]; readonly saved: number } {
    const all: Block = { top: 0, bottom: SIDE, left: 0, right: SIDE };
    let best: { readonly blocks: readonly Block[]; readonly saved: number } = { blocks: [all], saved: 0 };
    for (const along of ['rows', 'columns'] as const) {
      const across = along === 'rows' ? 'columns' : 'rows';
      for (let cut = 1; cut < SIDE; cut++) {
        const [one, other] = halves(all, along, cut);
        if (this.#rows(one) < this.limits.minRows || this.#rows(other) < this.limits.minRows) continue;
        const first = this.#bestCut(one, across);
        const second = this.#bestCut(other, across);
        const saved = this.#gain(one) + this.#gain(other) - this.#gain(all) + first.saved + second.saved;
        if (saved <= best.saved) continue;
        best = { blocks: [...parts(one, across, first.cut), ...parts(other, across, second.cut)], saved };
      }
    }
    return best;
  }

  write(block: Block, out: Float64Array): void {
    const { gradient, hessian } = this.#totals;
    const step = newton(sumOf(gradient, block), sumOf(hessian, block), this.limits.l2);
    for (let row = block.top; row < block.bottom; row++) {
      out.fill(step, row * SIDE + block.left, row * SIDE + block.right);
    }
  }

  #bestCut(block: Block, along: 'rows' | 'columns'): { readonly cut: number; readonly saved: number } {
    const whole = this.#gain(block);
    let best = NONE;
    for (let cut = 1; cut < SIDE; cut++) {
      const [one, other] = halves(block, along, cut);
      if (this.#rows(one) < this.limits.minRows || this.#rows(other) < this.limits.minRows) continue;
      const saved = this.#gain(one) + this.#gain(other) - whole;
      if (saved > best.saved) best = { cut, saved };
    }
    return best;
  }

  #gain(block: Block): number {
    return gain(sumOf(this.#totals.gradient, block), sumOf(this.#totals.hessian, block), this.limits.l2);
  }

  #rows(block: Block): number {
    return sumOf(this.#totals.rows, block);
  }
}

function sumOf(totals: Float64Array, { top, bottom, left, right }: Block): number {
  const above = (totals[top * EDGE + right] ?? 0) - (totals[top * EDGE + left] ?? 0);
  return (totals[bottom * EDGE + right] ?? 0) - (totals[bottom * EDGE + left] ?? 0) - above;
}

function parts(block: Block, along: 'rows' | 'columns', cut: number): readonly Block[] {
  return cut === 0 ? [block] : halves(block, along, cut);
}

function halves(block: Block, along: 'rows' | 'columns', cut: number): readonly [Block, Block] {
  if (along === 'rows')
    return [
      { ...block, bottom: cut },
      { ...block, top: cut },
    ];
  return [
    { ...block, right: cut },
    { ...block, left: cut },
  ];
}
