import { type CountEstimate } from './segment-preview.js';

/** The standard normal quantile of a two-sided 95 % interval. */
const Z = 1.959964;

/**
 * The 95 % interval of how many of `base` people have a property that `found` of `examined` people have, who were drawn
 * at random without repetition: Wilson's score interval (Wilson 1927; Newcombe 1998, method 3) with the sample's size
 * corrected for the finite base, and never outside of what was seen.
 */
export function countInterval(
  { found, examined }: { readonly found: number; readonly examined: number },
  base: number,
): { readonly low: number; readonly high: number } {
  if (examined === 0) return { low: 0, high: base };
  if (examined >= base) return { low: found, high: found };
  const share = found / examined;
  const n = (examined * (base - 1)) / (base - examined);
  const spread = (Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n))) / (1 + (Z * Z) / n);
  const centre = (share + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  return {
    low: Math.max(found, Math.floor((centre - spread) * base)),
    high: Math.min(base - (examined - found), Math.ceil((centre + spread) * base)),
  };
}

/** How well people are known who were looked at. */
export interface SeenPeople {
  /** Whether everybody was looked at. */
  readonly exact: boolean;
  readonly examined: number;
  readonly base: number;
}

/** How many of the base are as `found` of the people who were looked at. */
export function countEstimate(found: number, { exact, examined, base }: SeenPeople): CountEstimate {
  const share = examined === 0 ? 0 : found / examined;
  if (exact) return { count: found, share, interval: null };
  return { count: Math.round(share * base), share, interval: countInterval({ found, examined }, base) };
}
