import { type Distribution, at, normalQuantile } from '../index.js';

/** How far two populations are apart, and how far chance alone could put them. */
export interface Stability {
  /** The population stability index, 0 and up. */
  readonly index: number;
  /** What the index stays below 95 times of 100 where nothing moved, with as many rows: below it is noise. */
  readonly noise: number;
}

/**
 * The population stability index of two distributions over the same bins:
 * Σ (live share − reference share) × ln(live share / reference share), Jeffreys' divergence (Siddiqi, Credit Risk
 * Scorecards, 2006). The usual reading: below 0.1 nothing to speak of, 0.1 to 0.25 has moved, from 0.25 on it is another
 * population. Half a row is added to every bin, and no share counts as less than half a per cent, so that a bin that
 * is empty in one of the two makes the index neither infinite nor large by a handful of rows; bins that are empty in both
 * count nothing.
 *
 * With few rows the index is not 0 even where nothing moved: it is about (1/n + 1/m) × χ² with one degree of freedom
 * less than there are bins (Yurdakul and Naranjo, 2020), the 95th percentile of which is `noise`.
 *
 * @returns index and noise; NaN where one of the two has no rows
 */
export function populationStabilityIndex(reference: Distribution, live: Distribution): Stability {
  if (reference.rows === 0 || live.rows === 0) return { index: Number.NaN, noise: Number.NaN };
  const parts = binContributions(reference, live);
  const used = parts.filter((_, bin) => at(reference.counts, bin) + at(live.counts, bin) > 0).length;
  const index = parts.reduce((sum, part) => sum + part, 0);
  return { index, noise: (1 / reference.rows + 1 / live.rows) * chiSquareQuantile(0.95, used - 1) };
}

/** Mixtures are tried in steps of so much. */
const MIXTURE_STEP = 0.05;

/**
 * Of all mixtures of two distributions over the same bins the one that is nearest to a third, by the
 * {@link populationStabilityIndex}. It has as many rows as tell its shares equally well; its median is between theirs.
 */
export function nearestMixture(one: Distribution, other: Distribution, live: Distribution): Distribution {
  const steps = Array.from({ length: 1 / MIXTURE_STEP + 1 }, (_, step) => step * MIXTURE_STEP);
  const mixtures = steps.map((share) => mixtureOf(one, other, share));
  const distances = mixtures.map((mixture) => populationStabilityIndex(mixture, live).index);
  return mixtures[distances.indexOf(Math.min(...distances))] ?? one;
}

function mixtureOf(one: Distribution, other: Distribution, share: number): Distribution {
  if (share === 0 || one.rows === 0 || other.rows === 0) return one;
  const rows = 1 / ((1 - share) ** 2 / one.rows + share ** 2 / other.rows);
  const mixed = (first: number, second: number) => (1 - share) * first + share * second;
  return {
    bins: one.bins,
    rows,
    counts: one.counts.map((count, bin) => rows * mixed(count / one.rows, at(other.counts, bin) / other.rows)),
    median: one.median === null || other.median === null ? null : mixed(one.median, other.median),
  };
}

/** A smaller share of a bin counts as this one. */
const LEAST_SHARE = 0.005;

/** What each bin adds to the {@link populationStabilityIndex}: 0 and up. */
export function binContributions(reference: Distribution, live: Distribution): readonly number[] {
  const used = reference.counts.map((count, bin) => count + at(live.counts, bin) > 0);
  const bins = used.filter(Boolean).length;
  const share = ({ counts, rows }: Distribution, bin: number) =>
    Math.max(LEAST_SHARE, (at(counts, bin) + 0.5) / (rows + bins / 2));
  return used.map((isUsed, bin) => {
    if (!isUsed) return 0;
    const before = share(reference, bin);
    const after = share(live, bin);
    return (after - before) * Math.log(after / before);
  });
}

/** Wilson and Hilferty (1931): within 1 % from one degree of freedom on. */
function chiSquareQuantile(probability: number, degrees: number): number {
  if (degrees < 1) return 0;
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + normalQuantile(probability, 0, 1) * Math.sqrt(spread)) ** 3;
}
