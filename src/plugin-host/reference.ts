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

/** The share of the reference population that scores lower, 0 to 1; linear between quantiles. */
export function rankOf(quantiles: Float64Array, score: number): number {
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
