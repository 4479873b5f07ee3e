import { beta, normal, type Posterior } from './distributions.js';
import { type BanditOptions } from './options.js';
import { type BanditState, type OfferSums } from './state.js';

/** Rewards that the variance of an offer is drawn towards that of all offers by. */
const SHARED_REWARDS = 100;

/** What the mean reward of each offer may be. */
export function posteriorsOf(
  { kind, offers }: BanditState,
  asked: readonly string[],
  { prior }: Pick<BanditOptions, 'prior'>,
): readonly Posterior[] {
  if (kind === 'conversion') {
    return asked.map((id) => {
      const { weight, reward } = offers[id] ?? NOTHING;
      return beta(prior.successes + reward, prior.failures + Math.max(0, weight - reward));
    });
  }
  const shared = sumOf(Object.values(offers));
  const variance = varianceOf(shared);
  if (variance === 0) return asked.map(() => normal(0, 1));
  return asked.map((id) => moneyPosterior(offers[id] ?? NOTHING, meanOf(shared), variance));
}

const NOTHING: OfferSums = Object.freeze({ weight: 0, reward: 0, square: 0, linear: null });

/**
 * Normal, as the mean of many rewards is. An offer begins as one reward of the mean of all offers, and its variance is drawn
 * towards that of all offers while it has few rewards: the first conversions of an offer are rare.
 */
function moneyPosterior(own: OfferSums, mean: number, variance: number): Posterior {
  const { weight, reward } = own;
  const spread = (weight * varianceOf(own) + SHARED_REWARDS * variance) / (weight + SHARED_REWARDS);
  return normal((reward + mean) / (weight + 1), Math.sqrt(spread / (weight + 1)));
}

/** The deviation of the rewards of all offers, in their unit; 1 before they differ. */
export function deviationOf({ offers }: Pick<BanditState, 'offers'>): number {
  return Math.sqrt(varianceOf(sumOf(Object.values(offers)))) || 1;
}

function meanOf({ weight, reward }: OfferSums): number {
  return weight === 0 ? 0 : reward / weight;
}

function varianceOf(sums: OfferSums): number {
  return sums.weight === 0 ? 0 : Math.max(0, sums.square / sums.weight - meanOf(sums) ** 2);
}

function sumOf(all: readonly OfferSums[]): OfferSums {
  return all.reduce(
    (sum, { weight, reward, square }) => ({
      weight: sum.weight + weight,
      reward: sum.reward + reward,
      square: sum.square + square,
      linear: null,
    }),
    NOTHING,
  );
}
