/** Bins are bytes. */
export const BINS = 256;

/** By bin: the slope and curvature of the loss of the rows in it, and how many they are. */
export interface Sums {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly rows: Float64Array;
}

/** What a step may look like. */
export interface Limits {
  readonly leaves: number;
  readonly minRows: number;
  readonly l2: number;
}

/** 1: a curve may only rise; −1: only fall; 0: as it likes. */
export type Direction = 1 | -1 | 0;

/** Sums as totals of all before a position, so that any stretch is a difference. */
export interface Totals {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly rows: Float64Array;
}

export function totalsOf(length: number): Totals {
  const zeros = () => new Float64Array(length);
  return { gradient: zeros(), hessian: zeros(), rows: zeros() };
}

/** What the loss falls by, twice, where a leaf takes its Newton step. */
export function gain(gradient: number, hessian: number, l2: number): number {
  return hessian > 0 ? (gradient * gradient) / (hessian + l2) : 0;
}

/** The Newton step of a leaf. */
export function newton(gradient: number, hessian: number, l2: number): number {
  return hessian > 0 ? -gradient / (hessian + l2) : 0;
}
