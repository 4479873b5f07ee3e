/**
 * Hessian and row count in one number: count × `unit` + round(hessian × `scale`). Both parts are whole numbers below
 * 2⁵³, so sums and differences of such numbers are exact, in any order, and a histogram gives the exact number of rows
 * at no cost. The hessian keeps about 53 − 2 log₂(rows) bits of an average row's.
 */
export interface Packing {
  readonly unit: number;
  readonly scale: number;
}

/** @param rows that are summed at most @param hessian their hessians' sum at most */
export function packingFor(rows: number, hessian: number): Packing {
  const unit = 2 ** (53 - Math.ceil(Math.log2(rows + 2)));
  return { unit, scale: 2 ** (Math.floor(Math.log2(unit / Math.max(hessian, 1e-300))) - 1) };
}

/** One row's number. */
export function pack({ unit, scale }: Packing, hessian: number): number {
  return unit + Math.round(hessian * scale);
}

/** What a set of rows sums up to. */
export interface Sums {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

export function unpack({ unit, scale }: Packing, gradient: number, packed: number): Sums {
  const count = Math.floor(packed / unit);
  return { gradient, hessian: (packed - count * unit) / scale, count };
}

export function minus(all: Sums, part: Sums): Sums {
  return {
    gradient: all.gradient - part.gradient,
    hessian: all.hessian - part.hessian,
    count: all.count - part.count,
  };
}

/** What a leaf's value may be, where a feature's effect may only rise or only fall. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}
export const UNBOUNDED: Bounds = { low: -Infinity, high: Infinity };

/** A leaf's value: one Newton step, within its bounds. (Chen and Guestrin, 2016, equation 5.) */
export function leafValue(gradient: number, hessian: number, l2: number, { low, high }: Bounds): number {
  return Math.min(high, Math.max(low, -gradient / Math.max(hessian + l2, 1e-12)));
}

/** Twice the loss that a leaf of this value saves, to second order. (Chen and Guestrin, 2016, equation 4.) */
export function saving(gradient: number, hessian: number, l2: number, value: number): number {
  return -value * (2 * gradient + (hessian + l2) * value);
}
