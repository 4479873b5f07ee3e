import { type SeededRandom } from '#sdk';
import { COUPONS } from '#strata/simulator/coupons';
import { type ShopEvent } from '#strata/simulator/files';
import { type Tastes } from '#strata/simulator/goods';
import {
  drawOrderValue,
  naturalProbability,
  PERSUASION,
  REDEEMS,
  respondWith,
  type SimulatedShop,
  withCoupon,
} from '#strata/simulator/shop';

const DAY = 86_400_000;

/** A reminder persuades a few of those who left a cart. */
const REMINDER = { most: 0.12, threshold: -0.5 };

/** What somebody was asked about: an offer was made, or none. */
export interface Offered {
  /** Row of the customer in `users`. */
  readonly user: number;
  readonly offer: string | null;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** Days in which an order answers. */
  readonly days: number;
}

/** Who answers. */
export interface PlayedCustomers {
  readonly shop: SimulatedShop;
  readonly tastes: Tastes;
}

/**
 * The order with which a customer answers, where there is one, by the response that `docs/shop.md` gives for a mailing. Those
 * with a habit of ordering go on with it beside this, so that of them only what an offer adds is drawn.
 */
export function orderAfter(
  { shop, tastes }: PlayedCustomers,
  { user, offer, at, days }: Offered,
  random: SeededRandom,
): ShopEvent | null {
  const { hidden, world } = shop;
  const hasHabit = hidden.gap[user] !== Number.POSITIVE_INFINITY;
  const effect =
    COUPONS.find(({ id }) => id === offer) ?? (offer?.startsWith('cart-') === true ? REMINDER : PERSUASION);
  const traits = { dealProneness: hidden.dealProneness[user] ?? 0, irritability: hidden.irritability[user] ?? 0 };
  const natural = hasHabit ? 0 : naturalProbability(hidden.need[user] ?? 0);
  const chance = offer === null ? natural : withCoupon(respondWith(world, natural, effect, traits));
  const orders = random.uniform() < chance;
  const moment = at + Math.ceil((0.01 + 0.98 * random.uniform() ** 2) * days * DAY);
  const amount = drawOrderValue(hidden.orderValue[user] ?? 0, random);
  const coupon = offer !== null && !offer.startsWith('cart-') && random.uniform() < REDEEMS.persuaded;
  const basket = tastes.basketFor(user, amount, random);
  return orders ? { user, name: 'order_placed', at: moment, properties: { amount, coupon, ...basket } } : null;
}
