import { type Estimate, normalEstimate, shareDifference, shareInterval } from '../index.js';

/** What a group of users did inside the goal's window. */
export interface GroupOutcome {
  readonly users: number;
  /** Users who converted. */
  readonly conversions: number;
  /** Sum of the values of their goal events, in money. */
  readonly value: number;
  /** Sum over the users of the square of each one's value; without it the intervals of money are null. */
  readonly valueSquares?: number;
}

/** A finished campaign, counted. */
export interface CampaignOutcome {
  readonly treated: GroupOutcome;
  /** Users who would have been treated and were left alone, drawn at random; null or empty where there were none. */
  readonly holdout: GroupOutcome | null;
  /** Messages sent; as many as treated users unless told. */
  readonly contacts?: number;
  /** Conversions that used the offer. */
  readonly redeemed: number;
  /** Money a message. */
  readonly contactCost: number;
  /** Money a redeemed offer. */
  readonly faceValue: number;
  /** What it cost in money, where that is known to be otherwise: with several offers, each of its own cost. */
  readonly cost?: number;
  /** Share of a conversion's value that is profit, 0 to 1. */
  readonly margin: number;
}

/** What a campaign earned. All money in the currency of its inputs. */
export interface CampaignResult {
  /** Incremental where a hold-out tells what would have happened anyway; gross figures count every conversion. */
  readonly basis: 'incremental' | 'gross';
  readonly audience: number;
  readonly conversions: number;
  readonly conversionRate: Estimate;
  readonly redeemed: number;
  /** contacts × contact cost + redeemed × face value. */
  readonly cost: number;
  /** Conversions above what the hold-out's rate promises for as many users; null without a hold-out. */
  readonly incremental: Estimate | null;
  /** The same for the value of conversions. Bounds are NaN where `valueSquares` is not known. */
  readonly incrementalValue: Estimate | null;
  /** margin × (incremental) value − cost. */
  readonly profit: Estimate;
  /** profit ÷ cost; null where the campaign cost nothing. */
  readonly roi: Estimate | null;
}

/**
 * Cost, conversions, increment, profit and return of a campaign: incremental = treated − hold-out rate × treated,
 * ROI = (margin × incremental value − cost) ÷ cost. The cost is known, so profit and return carry the interval of the
 * incremental value (difference of two means; conversions: Newcombe's interval of two shares).
 */
export function campaignResult(campaign: CampaignOutcome, level = 0.95): CampaignResult {
  const { treated, redeemed, margin } = campaign;
  const holdout = campaign.holdout?.users === 0 ? null : campaign.holdout;
  const cost =
    campaign.cost ?? (campaign.contacts ?? treated.users) * campaign.contactCost + redeemed * campaign.faceValue;
  const conversionRate = shareInterval(treated.conversions, treated.users, level);
  const gross = { value: treated.value, lower: Number.NaN, upper: Number.NaN, level };
  const incrementalValue = holdout === null ? null : valueIncrement(treated, holdout, level);
  const profit = mapEstimate(incrementalValue ?? gross, (value) => margin * value - cost);
  return {
    basis: holdout === null ? 'gross' : 'incremental',
    audience: treated.users,
    conversions: treated.conversions,
    conversionRate,
    redeemed,
    cost,
    incremental: holdout === null ? null : conversionIncrement(conversionRate, treated, holdout),
    incrementalValue,
    profit,
    roi: cost === 0 ? null : mapEstimate(profit, (value) => value / cost),
  };
}

function conversionIncrement(rate: Estimate, treated: GroupOutcome, holdout: GroupOutcome): Estimate {
  const lift = shareDifference(rate, shareInterval(holdout.conversions, holdout.users, rate.level));
  return mapEstimate(lift, (value) => value * treated.users);
}

function valueIncrement(treated: GroupOutcome, holdout: GroupOutcome, level: number): Estimate {
  const increment = treated.value - (holdout.value / holdout.users) * treated.users;
  const standardError = treated.users * Math.sqrt(varianceOfMean(treated) + varianceOfMean(holdout));
  return normalEstimate(increment, standardError, level);
}

function varianceOfMean({ users, value, valueSquares = Number.NaN }: GroupOutcome): number {
  const mean = value / users;
  return Math.max(0, valueSquares / users - mean * mean) / (users - 1);
}

/** An increasing function of an estimate. */
function mapEstimate({ value, lower, upper, level }: Estimate, map: (value: number) => number): Estimate {
  return { value: map(value), lower: map(lower), upper: map(upper), level };
}
