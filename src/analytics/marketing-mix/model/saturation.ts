/** Diminishing returns by Hill's function: 0 without spend, ½ at `halfway`, 1 without end. */
export interface Saturation {
  /** The spend that reaches half of all that there is, in the unit of the spend. */
  readonly halfway: number;
  /** At most 1: each unit does less than the one before; above 1: the first ones do little, too. */
  readonly slope: number;
}

/** x^slope / (x^slope + halfway^slope): with both 1 it is x / (1 + x). */
export function hill(x: number, { halfway, slope }: Saturation): number {
  if (!(x > 0)) return 0;
  // As a power, by logarithms: twice as fast.
  return 1 / (1 + Math.exp(slope * Math.log(halfway / x)));
}
