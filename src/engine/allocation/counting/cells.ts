import { type DualRows, Kinds } from '../dual/dual-rows.js';
import { marginsOf } from './placing.js';
import { CELL } from '../problem/plans.js';
import { type PriceList, priceList, type Prices } from '../problem/prices.js';
import { type Program } from '../problem/problem.js';
import { type Cell } from './sums.js';

/** Cells as rows of the dual problem: everybody in a cell is as far from the next best offer as its middle is. */
export function cellRows(cells: readonly Cell[], program: Program, at: Prices): DualRows {
  const { offers, roi } = program;
  const kinds = new Kinds(program);
  const list = priceList(program, at);
  const scores = new Float64Array(cells.length * offers).fill(-Infinity);
  const surplus = roi === -1 ? null : new Float64Array(cells.length * offers);
  cells.forEach((cell, row) => {
    const { best, next, people } = cell;
    const [from, to] = marginsOf(cell.bucket);
    const margin = to === Infinity ? from : (from + to) / 2;
    const prices = list.of(cell.membership);
    const put = (offer: number, score: number, sum: bigint): void => {
      const own = Number(sum) / people;
      scores[row * offers + offer] = score + (prices[offer] ?? 0) - list.roi * own;
      if (surplus !== null) surplus[row * offers + offer] = own;
    };
    const level = next === -1 ? 0 : best === -1 ? -margin : levelOf(cell, list);
    if (best !== -1) put(best, level + margin, cell.bestSurplus);
    if (next !== -1) put(next, level, cell.nextSurplus);
  });
  const kindOf = Uint32Array.from(cells, ({ membership }) => kinds.placeOf(membership));
  return {
    rows: cells.length,
    weights: Float64Array.from(cells, ({ people }) => people),
    kindOf,
    kinds: kinds.kinds,
    scores,
    surplus,
  };
}

/** What the next best offer of a cell's people is worth to them after prices, on average. */
function levelOf({ membership, next, people, nextValue, nextSurplus }: Cell, list: PriceList): number {
  return Number(nextValue) / people + (list.roi * Number(nextSurplus)) / people - (list.of(membership)[next] ?? 0);
}

/** What becomes of a cell at other prices, and how far they are from changing that. */
export interface CellFate {
  /** Of {@link CELL}. */
  readonly gets: number;
  /** In millionths of the objective; 0 where the cut goes through the cell. */
  readonly distance: number;
}

/** The fate of a cell that was counted at some prices when these become others. */
export function fateOf(cell: Cell, before: PriceList, after: PriceList): CellFate {
  const { membership, best, next, people, bucket } = cell;
  const rise = (offer: number, sum: bigint): number => {
    if (offer === -1) return 0;
    const price = (after.of(membership)[offer] ?? 0) - (before.of(membership)[offer] ?? 0);
    return ((after.roi - before.roi) * Number(sum)) / people - price;
  };
  const shift = rise(best, cell.bestSurplus) - rise(next, cell.nextSurplus);
  const [from, to] = marginsOf(bucket);
  if (best !== -1 && next !== -1) {
    const level = levelOf(cell, before) + rise(next, cell.nextSurplus);
    const most = level + Math.max(0, (to === Infinity ? from : (from + to) / 2) + shift);
    if (most < 0) return { gets: CELL.nothing, distance: -most };
  }
  if (from + shift >= 0) return { gets: CELL.best, distance: from + shift };
  if (to + shift <= 0) return { gets: CELL.next, distance: 0 - to - shift };
  return { gets: CELL.open, distance: 0 };
}
