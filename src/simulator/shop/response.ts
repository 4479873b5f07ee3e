import { sigmoid } from './draws.js';
import { type Truth, type World } from './shop.js';

/** What a customer would do in the fortnight of a mailing. */
export interface Response {
  /** p₀: orders without the coupon. */
  readonly natural: number;
  /** P(orders with the coupon | would not order without it): the persuadable part. */
  readonly persuaded: number;
  /** P(does not order with the coupon | would order without it): the sleeping dogs' part. */
  readonly harmed: number;
}

/** Natural orders: logit p₀ = INTERCEPT + SLOPE · need + CURVE · (need² − 1). */
const INTERCEPT = -3.7;
const SLOPE = 1.2;
const CURVE = 0.18;

/** Whom a coupon persuades: at most so likely, and only beyond a threshold of deal-proneness. */
export interface CouponEffect {
  readonly most: number;
  readonly threshold: number;
}

/** That of the coupon of all past campaigns, and how steep every coupon's is. */
export const PERSUASION: CouponEffect = { most: 0.35, threshold: 0.72 };
const STEEPNESS = 3.5;
/** Harm: at most so likely, and only beyond a threshold of irritability. */
const HARM = { most: 0.6, steepness: 3, threshold: 0.9 };

/** In the control world everybody is this many times as likely to order with the coupon as without it. */
const ALIKE = 3;
const CERTAIN = 0.95;

/** Probabilities of a dormant customer's response by the three hidden traits. The equations stand in `docs/shop.md`. */
export function respond(world: World, need: number, dealProneness: number, irritability: number): Response {
  return respondWith(world, naturalProbability(need), PERSUASION, { dealProneness, irritability });
}

/** The same of a customer who orders so likely without the coupon, and of a coupon that persuades so well. */
export function respondWith(
  world: World,
  natural: number,
  effect: CouponEffect,
  { dealProneness, irritability }: { readonly dealProneness: number; readonly irritability: number },
): Response {
  if (world === 'everyone-responds') {
    const withCoupon = Math.max(natural, Math.min(CERTAIN, ALIKE * natural));
    return { natural, persuaded: (withCoupon - natural) / (1 - natural), harmed: 0 };
  }
  return { natural, persuaded: persuaded(effect, dealProneness), harmed: harmed(irritability) };
}

function persuaded({ most, threshold }: CouponEffect, dealProneness: number): number {
  return most * sigmoid(STEEPNESS * (dealProneness - threshold));
}

/** P(the coupon is used | sent and ordered): who buys because of it, and who would have bought anyway. */
export const REDEEMS = { persuaded: 0.95, anyway: 0.85 };

/** What another coupon would do to the customer in a row: p₁, and P(it is used | sent and ordered). */
export function couponResponse(
  truth: Pick<Truth, 'natural' | 'dealProneness' | 'irritability'>,
  row: number,
  effect: CouponEffect,
): { readonly conversion: number; readonly redemption: number } {
  const natural = truth.natural[row] ?? 0;
  const response = {
    natural,
    persuaded: persuaded(effect, truth.dealProneness[row] ?? 0),
    harmed: harmed(truth.irritability[row] ?? 0),
  };
  const conversion = withCoupon(response);
  return { conversion, redemption: redemptionOf(response, conversion) };
}

/** P(the coupon is used | sent and ordered), over who buys because of it and who would have anyway. */
export function redemptionOf({ natural, harmed: lost }: Response, conversion: number): number {
  const anyway = (natural * (1 - lost)) / conversion;
  return anyway * REDEEMS.anyway + (1 - anyway) * REDEEMS.persuaded;
}

function harmed(irritability: number): number {
  return HARM.most * sigmoid(HARM.steepness * (irritability - HARM.threshold));
}

/** p₀ by need. */
export function naturalProbability(need: number): number {
  return sigmoid(INTERCEPT + SLOPE * need + CURVE * (need * need - 1));
}

/** p₁ = p₀ (1 − harmed) + (1 − p₀) persuaded. */
export function withCoupon({ natural, persuaded, harmed }: Response): number {
  return natural * (1 - harmed) + (1 - natural) * persuaded;
}
