import { sigmoid } from './draws.js';
import { type World } from './shop.js';

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

/** Persuasion: at most so likely, and only beyond a threshold of deal-proneness. */
const PERSUASION = { most: 0.35, steepness: 3.5, threshold: 0.72 };
/** Harm: at most so likely, and only beyond a threshold of irritability. */
const HARM = { most: 0.6, steepness: 3, threshold: 0.9 };

/** In the control world everybody is this many times as likely to order with the coupon as without it. */
const ALIKE = 3;
const CERTAIN = 0.95;

/** Probabilities of a customer's response by the three hidden traits. The equations stand in `docs/shop.md`. */
export function respond(world: World, need: number, dealProneness: number, irritability: number): Response {
  const natural = naturalProbability(need);
  if (world === 'everyone-responds') {
    const withCoupon = Math.max(natural, Math.min(CERTAIN, ALIKE * natural));
    return { natural, persuaded: (withCoupon - natural) / (1 - natural), harmed: 0 };
  }
  return {
    natural,
    persuaded: PERSUASION.most * sigmoid(PERSUASION.steepness * (dealProneness - PERSUASION.threshold)),
    harmed: HARM.most * sigmoid(HARM.steepness * (irritability - HARM.threshold)),
  };
}

/** p₀ by need. */
export function naturalProbability(need: number): number {
  return sigmoid(INTERCEPT + SLOPE * need + CURVE * (need * need - 1));
}

/** p₁ = p₀ (1 − harmed) + (1 − p₀) persuaded. */
export function withCoupon({ natural, persuaded, harmed }: Response): number {
  return natural * (1 - harmed) + (1 - natural) * persuaded;
}
