import { type PackedTexts } from '#strata/kernel/texts';
import { MICRO } from './problem.js';

/** Some people and what each may get. Arrays have an entry a row; those by offer are in the order of the problem's offers. */
export interface OptionBlock {
  readonly rows: number;
  /** Of {@link idKeys}: they settle ties, and who is in the sample. */
  readonly keys: Uint32Array;
  /** Bit q is set where the person is in the segment of quota q. */
  readonly quotas: Uint32Array;
  /** By offer: what it is worth, in millionths, whole numbers below 2^46; NaN where the person may not get it. */
  readonly value: readonly Float64Array[];
  /** By offer, where there is a minimum ROI: profit − minimum × cost in millionths, rounded down. */
  readonly surplus?: readonly Float64Array[];
}

/** What is maximised. */
export type Objective = 'profit' | 'conversions' | 'incrementalConversions';

/** An offer as options: `OfferOptions` of `engine/columns`. */
interface OfferFigures {
  readonly eligible: Uint8Array;
  readonly conversion: Float64Array;
  readonly natural: Float64Array;
  readonly cost: Float64Array;
  readonly profit: Float64Array;
}

/** What a block says beside the figures. */
export interface BlockOptions {
  /** Of all rows, as the figures are. */
  readonly keys: Uint32Array;
  readonly quotas: Uint32Array;
}

/** The block of some rows whose figures are known. An offer without figures for a row is none of its options. */
export function optionBlock(
  options: readonly OfferFigures[],
  rows: Uint32Array,
  {
    keys,
    quotas,
    objective,
    minimumRoi,
  }: BlockOptions & { readonly objective: Objective; readonly minimumRoi?: number },
): OptionBlock {
  const figure = FIGURES[objective];
  return {
    rows: rows.length,
    keys: rows.map((row) => keys[row] ?? 0),
    quotas: rows.map((row) => quotas[row] ?? 0),
    value: options.map((offer) => columnOf(offer, rows, (row) => Math.round(MICRO * figure(offer, row)))),
    ...(minimumRoi === undefined
      ? {}
      : { surplus: options.map((offer) => columnOf(offer, rows, (row) => surplusOf(offer, row, minimumRoi))) }),
  };
}

type Figure = (offer: OfferFigures, row: number) => number;

const FIGURES: Readonly<Record<Objective, Figure>> = {
  profit: ({ profit }, row) => profit[row] ?? Number.NaN,
  conversions: ({ conversion }, row) => conversion[row] ?? Number.NaN,
  incrementalConversions: ({ conversion, natural }, row) =>
    (conversion[row] ?? Number.NaN) - (natural[row] ?? Number.NaN),
};

function surplusOf({ profit, cost }: OfferFigures, row: number, minimumRoi: number): number {
  return Math.floor(MICRO * ((profit[row] ?? Number.NaN) - minimumRoi * (cost[row] ?? Number.NaN)));
}

function columnOf({ eligible }: OfferFigures, rows: Uint32Array, at: (row: number) => number): Float64Array {
  const column = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    column[i] = eligible[row] === 1 ? within(at(row)) : Number.NaN;
  }
  return column;
}

/** What one person can be worth at most, in millionths: a larger figure counts as this one. */
const MOST = 2 ** 46;

function within(value: number): number {
  return Math.min(MOST, Math.max(-MOST, value)) + 0;
}

/**
 * The block of an arm that goes by the human rule: people who may get its one offer, the highest of its `rankBy` first, and
 * those that it doesn't tell apart by the hash of their ids.
 *
 * @param ranks of all rows (see `rankValues`)
 */
export function rankBlock(
  offer: number,
  offers: number,
  ranks: Float64Array,
  rows: Uint32Array,
  { keys, quotas }: BlockOptions,
): OptionBlock {
  const none = new Float64Array(rows.length).fill(Number.NaN);
  const value = Float64Array.from(rows, (row) => orderOf(ranks[row] ?? Number.NaN));
  return {
    rows: rows.length,
    keys: rows.map((row) => keys[row] ?? 0),
    quotas: rows.map((row) => quotas[row] ?? 0),
    value: Array.from({ length: offers }, (_, place) => (place === offer ? value : none)),
  };
}

const single = new Float32Array(1);
const bitsOfSingle = new Uint32Array(single.buffer);
const SIGN = 0x80000000;

/** A whole number from 1 to 2^32 that is larger where the rank is, to the 24 bits of a single float; 1 where there is none. */
function orderOf(rank: number): number {
  if (Number.isNaN(rank)) return 1;
  single[0] = rank + 0;
  const bits = bitsOfSingle[0] ?? 0;
  return bits < SIGN ? bits + SIGN + 1 : 2 * SIGN - bits;
}

/**
 * A number of 32 bits for each id, the same on every machine, as good as random (FNV-1a over UTF-16, finished as MurmurHash3
 * does).
 */
export function idKeys(ids: PackedTexts): Uint32Array {
  const keys = new Uint32Array(ids.length);
  for (let place = 0; place < keys.length; place++) keys[place] = keyAt(ids, place);
  return keys;
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** ASCII is the same in UTF-16. */
function keyAt(ids: PackedTexts, place: number): number {
  const { bytes, starts } = ids;
  let hash = FNV_BASIS;
  for (let at = starts[place] ?? 0, end = starts[place + 1] ?? 0; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return keyOf(ids.at(place));
    hash = Math.imul(hash ^ byte, FNV_PRIME);
  }
  return mixed(hash);
}

function keyOf(id: string): number {
  let hash = FNV_BASIS;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), FNV_PRIME);
  return mixed(hash);
}

/** The finalizer of MurmurHash3 (Austin Appleby, public domain): every bit of the result depends on every bit. */
export function mixed(bits: number): number {
  let hash = bits;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
