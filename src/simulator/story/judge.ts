import { campaignResult } from '#strata/statistics/policies';
import { type SimulatedShop } from '../shop/index.js';

/** The money of the campaign, as the strategy's document gives it. */
export interface StoryMoney {
  /** Share of an order's value that is profit. */
  readonly margin: number;
  readonly faceValue: number;
  /** Share of converters who redeem, as the strategy expects it. */
  readonly redemptionRate: number;
  readonly contactCost: number;
}

/** What a coupon for every member of an audience brings. */
export interface AudienceOutcome {
  readonly audience: number;
  readonly conversions: number;
  /** Coupons used. */
  readonly redeemed: number;
  /** Conversions that would not have happened without the coupon. */
  readonly incremental: number;
  /** Money: contacts and redeemed coupons. */
  readonly cost: number;
  /** Money: margin × incremental value − cost. */
  readonly profit: number;
  /** profit ÷ cost. */
  readonly roi: number;
}

/** An outcome with what chance leaves open. */
export interface MeasuredOutcome extends AudienceOutcome {
  /** 95 % interval of the ROI. */
  readonly roiInterval: readonly [lower: number, upper: number];
}

/**
 * Measures an audience as a marketer can: its members were mailed or kept as control at random, so the mailed ones show
 * what the coupon does and the control what would have happened anyway. Figures are for the whole audience: those of
 * the mailed members divided by their share.
 *
 * @param audience rows of the history, from campaigns with a control group
 */
export function measure({ history }: SimulatedShop, audience: Int32Array, money: StoryMoney): MeasuredOutcome {
  const treated = { users: 0, conversions: 0, value: 0, valueSquares: 0 };
  const holdout = { users: 0, conversions: 0, value: 0, valueSquares: 0 };
  let redeemed = 0;
  for (const row of audience) {
    const group = history.treated[row] === 1 ? treated : holdout;
    group.users++;
    group.conversions += history.converted[row] ?? 0;
    group.value += history.amount[row] ?? 0;
    group.valueSquares += (history.amount[row] ?? 0) ** 2;
    redeemed += history.redeemed[row] ?? 0;
  }
  const result = campaignResult({ ...money, treated, holdout, redeemed });
  const scale = audience.length / treated.users;
  return {
    audience: audience.length,
    conversions: result.conversions * scale,
    redeemed: redeemed * scale,
    incremental: (result.incremental?.value ?? Number.NaN) * scale,
    cost: result.cost * scale,
    profit: result.profit.value * scale,
    roi: result.roi?.value ?? Number.NaN,
    roiInterval: [result.roi?.lower ?? Number.NaN, result.roi?.upper ?? Number.NaN],
  };
}

/**
 * The same figures in expectation, from the truth.
 *
 * @param share P(the row is taken), by row; all are unless told
 */
export function trueOutcome(
  { truth }: Pick<SimulatedShop, 'truth'>,
  audience: Iterable<number>,
  money: Omit<StoryMoney, 'redemptionRate'>,
  share: (row: number) => number = () => 1,
): AudienceOutcome {
  let people = 0;
  let conversions = 0;
  let redeemed = 0;
  let incremental = 0;
  let value = 0;
  for (const row of audience) {
    const taken = share(row);
    const p1 = taken * (truth.withCoupon[row] ?? 0);
    const effect = p1 - taken * (truth.natural[row] ?? 0);
    people += taken;
    conversions += p1;
    redeemed += p1 * (truth.redemption[row] ?? 0);
    incremental += effect;
    value += effect * (truth.orderValue[row] ?? 0);
  }
  const cost = people * money.contactCost + redeemed * money.faceValue;
  const profit = money.margin * value - cost;
  return { audience: people, conversions, redeemed, incremental, cost, profit, roi: profit / cost };
}
