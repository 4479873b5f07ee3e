import { campaignAim, type CampaignLimits, type CampaignObjective, type Quota, type Way } from '#strata/engine';
import { type AllocationProblem, shareOf } from '#strata/engine/allocation';
import { type CompiledStrategy } from '#strata/engine/plan';

/** The people of an arm, who share its part of all limits. */
export interface ArmProblem {
  /** The arm's id; null of people without an arm. */
  readonly arm: string | null;
  /** Its place in the strategy's arms; 255 of people without an arm. */
  readonly place: number;
  readonly by: Way;
  readonly problem: AllocationProblem;
}

/** What limits a campaign. */
export interface CampaignBounds {
  readonly limits: CampaignLimits;
  /** By offer: how many may still be given; as many as there are where an offer is not here. */
  readonly stock: Readonly<Record<string, number>>;
  readonly quotas: readonly Quota[];
  readonly objective: CampaignObjective | undefined;
}

/** The place of people without an arm. */
const NO_ARM = 255;

/**
 * What each arm of a strategy is allocated under: its share of every limit, so that arms are compared at the same strength.
 * The human rule does not know of returns.
 */
export function armProblems(
  strategy: CompiledStrategy,
  { limits, stock, quotas, objective }: CampaignBounds,
): readonly ArmProblem[] {
  const offers = strategy.offers.map(({ document: { id, contactCost, faceValue, stock: all } }) => {
    const left = stock[id] ?? all;
    return { id, reserve: contactCost + faceValue, ...(left === undefined ? {} : { stock: left }) };
  });
  const whole: AllocationProblem = { ...limits, offers, quotas };
  const { draws } = strategy;
  const isOrdered = (by: Way): boolean =>
    by === 'baseline' || typeof campaignAim({ objective }, strategy.document) !== 'string';
  return [...draws.arms.keys(), -1].flatMap((arm) => {
    const [by, share] = [draws.wayOf(arm), draws.limitShare(arm)];
    if (by === null || (arm === -1 && share === 0)) return [];
    const { minimumRoi, ...problem } = share === 1 ? whole : shareOf(whole, share);
    const own = by === 'baseline' || minimumRoi === undefined ? problem : { ...problem, minimumRoi };
    const [id, place] = [draws.arms[arm]?.id ?? null, arm === -1 ? NO_ARM : arm];
    return [{ arm: id, place, by, problem: { ...own, isOrdered: isOrdered(by) } }];
  });
}
