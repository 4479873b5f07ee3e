import { at } from './ranking.js';

/**
 * The value below which a share of the values lies, interpolated linearly (Hyndman and Fan, 1996, type 7).
 *
 * @param values finite, in any order
 * @param share 0 to 1
 * @returns NaN without values
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  return at(quantiles(values, [share]), 0);
}

/** Several quantiles of the same values, sorted once. */
export function quantiles(values: ArrayLike<number>, shares: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => {
    const position = share * (sorted.length - 1);
    const below = Math.floor(position);
    const lower = at(sorted, below);
    return position === below ? lower : lower + (position - below) * (at(sorted, below + 1) - lower);
  });
}
