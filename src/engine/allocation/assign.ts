import { type OptionBlock } from './problem/blocks.js';
import { BUCKETS, Placer, type Placing, SLOPES, unplaced } from './counting/placing.js';
import { type AssignPlan, CELL } from './problem/plans.js';

/** The person gets nothing. */
export const NOTHING = -1;
/** The person is at the cut: {@link settle} tells what it gets. */
export const OPEN = -2;

/** What each person of a block gets: the place of an offer, {@link NOTHING}, or {@link OPEN}. */
export function assignBlock(plan: AssignPlan, block: OptionBlock): Int16Array {
  const { problem, prices } = plan;
  if (prices === null) return settledOneByOne(block);
  const placer = new Placer({ problem, prices });
  const fates = new Fates(plan);
  const assigned = new Int16Array(block.rows).fill(NOTHING);
  const placing = unplaced();
  for (let row = 0; row < block.rows; row++) {
    if (!placer.place(block, row, placing)) continue;
    const gets = fates.of(block.quotas[row] ?? 0, placing);
    if (gets === CELL.best) assigned[row] = placing.best;
    else if (gets === CELL.next) assigned[row] = placing.next;
    else if (gets === CELL.open) assigned[row] = OPEN;
  }
  return assigned;
}

/**
 * What the people of a block would get at the multipliers of a plan, were nothing spent on them: who is held out takes
 * nothing of any limit, and is marked with what it would have got.
 */
export function wouldGet({ problem, multipliers }: AssignPlan, block: OptionBlock): Int16Array {
  const placer = new Placer({ problem, prices: multipliers });
  const placing = unplaced();
  return Int16Array.from({ length: block.rows }, (_, row) =>
    placer.place(block, row, placing) ? placing.best : NOTHING,
  );
}

function settledOneByOne({ rows, value }: OptionBlock): Int16Array {
  return Int16Array.from({ length: rows }, (_, row) =>
    value.some((column) => !Number.isNaN(column[row] ?? Number.NaN)) ? OPEN : NOTHING,
  );
}

/** The fates of cells, by what people are placed by. */
class Fates {
  readonly #offers: number;
  readonly #pages = new Map<number, (Uint8Array | undefined)[]>();

  constructor({ problem, cells }: AssignPlan) {
    this.#offers = problem.offers.length;
    for (const { membership, best, next, bucket, slope, gets } of cells) {
      const pages = this.#pages.get(membership) ?? [];
      this.#pages.set(membership, pages);
      const place = this.#place(best, next);
      const page = pages[place] ?? new Uint8Array(BUCKETS * SLOPES);
      pages[place] = page;
      page[bucket * SLOPES + slope] = gets;
    }
  }

  of(membership: number, { best, next, bucket, slope }: Placing): number {
    return this.#pages.get(membership)?.[this.#place(best, next)]?.[bucket * SLOPES + slope] ?? CELL.best;
  }

  #place(best: number, next: number): number {
    return (best + 1) * (this.#offers + 1) + next + 1;
  }
}
