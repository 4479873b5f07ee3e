import { betaln, type Interval } from '../index.js';

/**
 * Intervals that hold at all times at once: whoever looks every day and stops when it pleases is wrong no more often than
 * the level says. What that costs is width, least where most was expected to be known: at `tightestAt` people.
 */
export interface Peeking {
  /** How many people, of both arms together, the intervals are tightest at. */
  readonly tightestAt: number;
  /**
   * How far it has come, in the unit of `tightestAt`; people of both arms unless told. Where everybody is there from the first day on,
   * it is time that tells more: sums of what people do have a variance that grows with it.
   */
  readonly reached?: number;
}

/**
 * How many standard errors an always-valid interval reaches to either side at so many people: the asymptotic confidence
 * sequence of Waudby-Smith et al. (2024), "Time-uniform central limit theory and asymptotic confidence sequences", eq. 9.
 */
export function sequentialCriticalValue(people: number, level: number, peeking: Peeking): number {
  const scale = people * mixtureVariance(level, peeking) + 1;
  return Math.sqrt((2 * scale * Math.log(Math.sqrt(scale) / (1 - level))) / (scale - 1));
}

/** The always-valid p-value of a figure that many standard errors from none (ibid., eq. 155), at most 1. */
export function sequentialPValue(z: number, people: number, level: number, peeking: Peeking): number {
  const variance = mixtureVariance(level, peeking);
  const scale = people * variance + 1;
  return Math.min(1, Math.sqrt(scale) * Math.exp((-(scale - 1) * z * z) / (2 * scale)));
}

/** ρ² by eq. 161 (ibid.): of the mixture that is tightest at that many people. */
function mixtureVariance(level: number, { tightestAt }: Peeking): number {
  const half = -2 * Math.log(1 - level);
  return (half + Math.log(half + 1)) / tightestAt;
}

/** ρ of the two-sided normal mixture that is tightest at the intrinsic time `tightest` (Howard et al., 2021, eq. 24). */
export function normalMixtureRho(tightest: number, alpha: number): number {
  const half = 2 * Math.log(1 / alpha);
  return tightest / (half + Math.log(1 + half));
}

/** The bound that a sum stays within at all intrinsic times, but with probability alpha (Howard et al., 2021, eq. 14). */
export function normalMixtureBound(time: number, alpha: number, tightest: number, tightestAlpha = alpha): number {
  const rho = normalMixtureRho(tightest, tightestAlpha);
  return Math.sqrt((time + rho) * (Math.log(1 + time / rho) + 2 * Math.log(1 / alpha)));
}

/**
 * The always-valid interval of a share, by the two-sided beta-binomial mixture (Howard et al., 2021, "Time-uniform,
 * nonparametric, nonasymptotic confidence sequences"): it holds for few people too, where the asymptotic one does not yet.
 *
 * @param successes 0 … trials; trials at least 1
 */
export function sequentialShareInterval(
  successes: number,
  trials: number,
  level: number,
  { tightestAt }: Peeking,
): Interval {
  const share = successes / trials;
  const threshold = Math.log(1 / (1 - level));
  /** Whether a share of the whole is refuted by what was seen. */
  const refuted = (whole: number): boolean =>
    whole <= 0 || whole >= 1 || logEvidence(share, trials, whole, tightestAt, 1 - level) > threshold;
  return {
    lower: share === 0 ? 0 : edgeOf(0, share, refuted),
    upper: share === 1 ? 1 : edgeOf(1, share, refuted),
    level,
  };
}

/**
 * The always-valid p-value of people who came to groups, if they were drawn by these shares: one over the likelihood ratio of
 * a Dirichlet mixture around the shares (Lindon and Malek, 2022, "Anytime-valid inference for multinomial count data").
 * With two groups it is the beta-binomial one.
 *
 * @param seen people of each group
 * @param shares one a group, each above 0, of any sum
 */
export function sequentialSharesPValue(
  seen: readonly number[],
  shares: readonly number[],
  level: number,
  { tightestAt }: Peeking,
): number {
  const weight = normalMixtureRho(tightestAt, 1 - level) / shares.reduce((all, share) => all + share, 0);
  let [people, share] = [seen, shares].map((all) => all.reduce((sum, one) => sum + one, 0)) as [number, number];
  let evidence = 0;
  // Each group against all those after it is a beta mixture; together they are the Dirichlet one.
  shares.slice(0, -1).forEach((own, group) => {
    const [came, others, rest] = [seen[group] ?? 0, people - (seen[group] ?? 0), share - own];
    evidence +=
      betaln(weight * own + came, weight * rest + others) -
      betaln(weight * own, weight * rest) -
      came * Math.log(own / share) -
      others * Math.log(rest / share);
    [people, share] = [others, rest];
  });
  return Math.min(1, Math.exp(-evidence));
}

/**
 * Whether more than a share of the trials succeeded, beyond chance, where a window that moves is looked at again and again: of
 * all looks together, for ever, fewer than `1 - level` say so where they should not. Look number n may be wrong in
 * (1 − level) ÷ n(n + 1) of all cases, and is so by no more than Chernoff's bound of the binomial tail (Hoeffding, 1963,
 * "Probability inequalities for sums of bounded random variables", eq. 2.1). A sequence from a fixed beginning would be no
 * less wrong and would find late what begins late.
 *
 * @param look the number of the look, from 1
 * @param limit 0 … 1
 */
export function exceedsAtLook(
  successes: number,
  trials: number,
  limit: number,
  { look, level }: { readonly look: number; readonly level: number },
): boolean {
  const share = successes / trials;
  if (!(share > limit)) return false;
  const failed = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - limit));
  return trials * (share * Math.log(share / limit) + failed) > Math.log((look * (look + 1)) / (1 - level));
}

/** The logarithm of the mixture supermartingale at what was seen, if the share of the whole is `whole`. */
function logEvidence(share: number, trials: number, whole: number, tightestAt: number, alpha: number): number {
  const [below, above] = [whole, 1 - whole];
  const variance = below * above;
  const r = Math.max(normalMixtureRho(variance * tightestAt, alpha) - variance, 1e-3 * variance);
  const [sum, time] = [(share - whole) * trials, variance * trials];
  return (
    -((time + above * sum) / above) * Math.log(below) -
    ((time - below * sum) / below) * Math.log(above) +
    betaln((r + time - below * sum) / below, (r + time + above * sum) / above) -
    betaln(r / below, r / above)
  );
}

/** Between a refuted end and what was seen: where refuting ends, to 1e-12. */
function edgeOf(end: number, seen: number, refuted: (whole: number) => boolean): number {
  let [outside, inside] = [end, seen];
  while (Math.abs(inside - outside) > 1e-12) {
    const middle = (inside + outside) / 2;
    if (refuted(middle)) outside = middle;
    else inside = middle;
  }
  return (inside + outside) / 2;
}
