import { at } from '#strata/statistics';

/** Whether chains have come to say the same, of one figure. */
export interface Convergence {
  /** How much wider the chains are together than each half alone: 1 when they agree. */
  readonly splitRhat: number;
  /** As many independent draws would be as sure of the mean. */
  readonly effectiveDraws: number;
}

/**
 * Split R-hat and the effective sample size of several chains of the same length (Gelman et al., 2013, Bayesian Data Analysis,
 * 11.4 and 11.5; autocorrelations summed in pairs until they no longer fall, Geyer, 1992).
 */
export function convergenceOf(chains: readonly Float64Array[]): Convergence {
  const halves = chains.flatMap((chain) => {
    const half = Math.floor(chain.length / 2);
    return [chain.subarray(0, half), chain.subarray(chain.length - half)];
  });
  const draws = halves[0]?.length ?? 0;
  const means = halves.map(meanOf);
  const within = meanOf(halves.map((half, place) => covarianceAt(half, at(means, place), 0) * (draws / (draws - 1))));
  const centre = meanOf(means);
  const between = means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / (means.length - 1);
  if (!(within > 0)) return { splitRhat: between > 0 ? Infinity : 1, effectiveDraws: draws * halves.length };
  const variance = ((draws - 1) / draws) * within + between;
  const correlation = (lag: number): number => {
    const shared = meanOf(halves.map((half, place) => covarianceAt(half, at(means, place), lag)));
    return 1 - (within * ((draws - 1) / draws) - shared) / variance;
  };
  return {
    splitRhat: Math.sqrt(variance / within),
    effectiveDraws: (draws * halves.length) / correlationTime(correlation, draws),
  };
}

/** How many draws say as much as one independent one. */
function correlationTime(correlation: (lag: number) => number, draws: number): number {
  let time = -1;
  let previous = Infinity;
  for (let lag = 0; lag + 1 < draws; lag += 2) {
    const pair = Math.min(previous, (lag === 0 ? 1 : correlation(lag)) + correlation(lag + 1));
    if (pair <= 0) break;
    time += 2 * pair;
    previous = pair;
  }
  return Math.max(time, 1 / Math.log10(draws + 10));
}

function covarianceAt(values: Float64Array, mean: number, lag: number): number {
  let sum = 0;
  for (let row = lag; row < values.length; row++) sum += (at(values, row) - mean) * (at(values, row - lag) - mean);
  return sum / values.length;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += at(values, row);
  return sum / values.length;
}
