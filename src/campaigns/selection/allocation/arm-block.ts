import { type OptionBlock } from '#strata/engine/allocation';
import { type SpilledOptions } from '../blocks/spill.js';

/** The rows of a block that are of an arm, and what they may get. */
export interface ArmRows {
  readonly rows: Uint32Array;
  readonly options: OptionBlock;
}

/** People of a block at the cut of an arm. */
export interface OpenRows {
  /** Their places in the block. */
  readonly rows: Uint32Array;
  readonly options: OptionBlock;
  readonly ids: readonly string[];
}

/** What rows of a block get that were at the cut. */
export interface SettledRows {
  readonly rows: Uint32Array;
  readonly offers: Int16Array;
}

/** Those of an arm who are held out of what they would get, or those who are not. */
export function armRows(block: SpilledOptions, place: number, who: 'treated' | 'held out'): ArmRows {
  const { arm, heldOut } = block;
  const wanted = Number(who === 'held out');
  const rows = new Uint32Array(block.rows);
  let count = 0;
  for (let row = 0; row < block.rows; row++) {
    if (arm[row] === place && heldOut[row] === wanted) rows[count++] = row;
  }
  return { rows: rows.subarray(0, count), options: pick(block, rows.subarray(0, count)) };
}

/** The places of the offers that hold. */
export function placesWhere(offers: Int16Array, holds: (offer: number) => boolean): Uint32Array {
  const places = new Uint32Array(offers.length);
  let count = 0;
  for (let place = 0; place < offers.length; place++) if (holds(offers[place] ?? 0)) places[count++] = place;
  return places.slice(0, count);
}

/** The options of some rows. */
export function pick({ rows: all, keys, quotas, value, surplus }: OptionBlock, rows: Uint32Array): OptionBlock {
  if (rows.length === all) return { rows: all, keys, quotas, value, ...(surplus === undefined ? {} : { surplus }) };
  const numbers = (column: Float64Array): Float64Array => {
    const picked = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i] ?? 0] ?? Number.NaN;
    return picked;
  };
  return {
    rows: rows.length,
    keys: rows.map((row) => keys[row] ?? 0),
    quotas: rows.map((row) => quotas[row] ?? 0),
    value: value.map(numbers),
    ...(surplus === undefined ? {} : { surplus: surplus.map(numbers) }),
  };
}
