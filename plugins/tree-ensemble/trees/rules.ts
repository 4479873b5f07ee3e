import { type Bounds, type Packing, type Sums } from './sums.js';

/** A question that sends a node's rows left or right. */
export interface Split {
  readonly feature: number;
  /** Twice the loss it saves. */
  readonly gain: number;
  readonly test: Test;
  /** Sums of the rows that go left. */
  readonly left: Sums;
}

export type Test =
  /** Left: bins 1 … last, and the missing ones where `missingLeft`. */
  | { readonly type: 'number'; readonly last: number; readonly missingLeft: boolean }
  /** Left: the bins whose bits are set, of 256. */
  | { readonly type: 'category'; readonly bins: Int32Array };

/** 1 where a number's effect may only rise, -1 where it may only fall, 0 where it is free. */
export type Direction = -1 | 0 | 1;

export interface SplitRules {
  readonly packing: Packing;
  readonly minRows: number;
  readonly l2: number;
  /** By feature. */
  readonly directions: readonly Direction[];
}

/** A node to be split. */
export interface Splittable {
  /** Slot of its histogram. */
  readonly histogram: number;
  readonly sums: Sums;
  readonly bounds: Bounds;
}

/** Leaves need this much curvature, so that no value explodes where there is no penalty. */
export const MIN_HESSIAN = 1e-3;

/** A feature's best split. */
export interface Found {
  /** By both children together. */
  readonly saved: number;
  readonly test: Test;
  readonly left: Sums;
}
