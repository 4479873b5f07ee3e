import { type AllocationLimit } from '../problem/problem.js';

/** A limit with its size and the offer or the segment that it is of. */
export interface NamedLimit {
  readonly kind: AllocationLimit['kind'];
  /** People, money, or a return. */
  readonly size: number;
  /** Id of an offer or of a segment; empty for all others. */
  readonly of: string;
}

/** A limit that keeps an allocation from being worth more. */
export interface BindingLimit {
  readonly limit: NamedLimit;
  /** What one more of it would bring of the objective; null where people only come in an order. */
  readonly worth: number | null;
  /** With how many people a minimum ROI can be met at most. */
  readonly reach: number;
}
