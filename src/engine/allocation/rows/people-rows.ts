import { type DualRows, Kinds } from '../dual/dual-rows.js';
import { type OptionBlock } from '../problem/blocks.js';
import { tieCost } from '../problem/prices.js';
import { type Program } from '../problem/problem.js';

/** People who are chosen among one by one, in the order in which ties are settled. */
export interface PeopleRows {
  readonly program: Program;
  /** What may be used of each limit by them. */
  readonly bounds: Float64Array;
  /** As rows of the dual problem, one a person; their scores are less by what ties cost. */
  readonly dual: DualRows;
  /** Rows × offers, in millionths; −Infinity where it is no option. */
  readonly values: Float64Array;
}

/** @param order the rows of the block, in the order in which ties are settled */
export function peopleRows(block: OptionBlock, order: Uint32Array, program: Program, bounds: Float64Array): PeopleRows {
  const { offers, roi } = program;
  const rows = order.length;
  const values = new Float64Array(rows * offers).fill(-Infinity);
  const scores = new Float64Array(rows * offers).fill(-Infinity);
  const surplus = roi === -1 ? null : new Float64Array(rows * offers);
  const kinds = new Kinds(program);
  const kindOf = new Uint32Array(rows);
  for (let place = 0; place < rows; place++) {
    const row = order[place] ?? 0;
    kindOf[place] = kinds.placeOf(block.quotas[row] ?? 0);
    for (let offer = 0; offer < offers; offer++) {
      const value = block.value[offer]?.[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const at = place * offers + offer;
      values[at] = value;
      scores[at] = value - tieCost(block.keys[row] ?? 0, offer, offers);
      if (surplus !== null) surplus[at] = block.surplus?.[offer]?.[row] ?? 0;
    }
  }
  const dual = { rows, weights: new Float64Array(rows).fill(1), kindOf, kinds: kinds.kinds, scores, surplus };
  return { program: { ...program, bounds }, bounds, dual, values };
}

/** What an offer to a row uses of a limit; nothing for no offer. */
export function useOf({ program, dual }: PeopleRows, row: number, offer: number, limit: number): number {
  if (offer === -1) return 0;
  if (limit === program.roi) return 0 - (dual.surplus?.[row * program.offers + offer] ?? 0);
  return dual.kinds[dual.kindOf[row] ?? 0]?.[limit * program.offers + offer] ?? 0;
}

/** What an offer to a row is worth; nothing for no offer. */
export function valueOf({ program, values }: PeopleRows, row: number, offer: number): number {
  return offer === -1 ? 0 : (values[row * program.offers + offer] ?? -Infinity);
}
