/** So many steps between the least and the greatest reference score. */
const STEPS = 1000;

/** The quantiles 0, 1/1000, … 1 of the reference population's scores. */
export function referenceQuantiles(scores: Float64Array): Float64Array {
  const sorted = scores.slice().sort();
  return Float64Array.from({ length: STEPS + 1 }, (_, step) => {
    const at = (step / STEPS) * (sorted.length - 1);
    const below = sorted[Math.floor(at)] ?? NaN;
    const above = sorted[Math.ceil(at)] ?? NaN;
    return below + (at - Math.floor(at)) * (above - below);
  });
}

/** The share of the reference population that scores lower, 0 to 1; linear between quantiles; NaN of NaN. */
export function rankOf(quantiles: Float64Array, score: number): number {
  if (Number.isNaN(score)) return NaN;
  let low = -1;
  let high = quantiles.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((quantiles[middle] ?? NaN) < score) low = middle;
    else high = middle;
  }
  if (low < 0) return 0;
  if (low === quantiles.length - 1) return 1;
  const below = quantiles[low] ?? NaN;
  const above = quantiles[low + 1] ?? NaN;
  return (low + (score - below) / (above - below)) / (quantiles.length - 1);
}

/**
 * The score that has the same rank in another population: of equal scores the middle rank counts, so that what many have in
 * common is moved to what they have in common there. Scores beyond the ends become the ends.
 *
 * @param from @param to quantiles of the two populations, by {@link referenceQuantiles}
 */
export function sameRank(from: Float64Array, to: Float64Array, score: number): number {
  const lower = from.findIndex((quantile) => quantile >= score);
  if (lower < 0) return to.at(-1) ?? NaN;
  if (lower === 0 && score < (from[0] ?? NaN)) return to[0] ?? NaN;
  const upper = from.findLastIndex((quantile) => quantile <= score);
  const place = upper >= lower ? (lower + upper) / 2 : rankOf(from, score) * STEPS;
  const below = to[Math.floor(place)] ?? NaN;
  const above = to[Math.ceil(place)] ?? NaN;
  return below + (place - Math.floor(place)) * (above - below);
}
