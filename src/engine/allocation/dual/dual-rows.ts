import { type Program } from '../problem/problem.js';

/** Groups of like people, or single ones, as the dual problem sees them. */
export interface DualRows {
  readonly rows: number;
  /** How many people a row stands for. */
  readonly weights: Float64Array;
  /** Places in `kinds`. */
  readonly kindOf: Uint32Array;
  /** Of each quota membership: limits × offers, as in `Program.coefficientsOf`. */
  readonly kinds: readonly Float64Array[];
  /** Rows × offers: what it is worth before prices; −Infinity where it is no option. */
  readonly scores: Float64Array;
  /** Rows × offers; only with a minimum ROI. */
  readonly surplus: Float64Array | null;
}

/** The coefficients of memberships, each once. */
export class Kinds {
  readonly kinds: Float64Array[] = [];
  readonly #places = new Map<number, number>();

  constructor(private readonly program: Program) {}

  placeOf(membership: number): number {
    const known = this.#places.get(membership);
    if (known !== undefined) return known;
    const place = this.kinds.push(this.program.coefficientsOf(membership)) - 1;
    this.#places.set(membership, place);
    return place;
  }
}
