import { seededRandom, type SeededRandom } from '#sdk';
import {
  type CouponEffect,
  DORMANT_AFTER,
  drawOrderValue,
  FORTNIGHT,
  kindOf,
  naturalProbability,
  PERSUASION,
  REDEEMS,
  redemptionOf,
  respondWith,
  shopStream,
  sigmoid,
  type SimulatedShop,
  TODAY,
  type Truth,
  withCoupon,
} from '../shop/index.js';
import { lastCarts, type LastCarts } from './carts.js';

/** The mailing of today: to every customer, dormant or not, with a random control group. */
export const EVERYBODY = {
  id: 'winter-test',
  title: 'Winter coupon to every customer, with a random control',
  sentAt: TODAY,
} as const;

/** P(coupon): of the dormant, and of those who order without it often enough. */
const CHANCES = { dormant: 0.5, others: 0.3 } as const;

/** What the mailing recorded, and the truth: one entry for each customer, facts as of today's morning. */
export interface EverybodyMailing {
  readonly carts: LastCarts;
  /** 1 where the coupon was sent, 0 in the random control group. */
  readonly treated: Uint8Array;
  /** P(the customer got what it got). */
  readonly propensity: Float64Array;
  /** 1 where an order followed within 14 days. */
  readonly converted: Uint8Array;
  /** Value of that order in money; 0 without one. */
  readonly amount: Float64Array;
  /** 1 where the order used the coupon. */
  readonly redeemed: Uint8Array;
  readonly truth: Truth;
}

/** How a cart of the last three days changes the odds of an order without a coupon, and what a coupon does then. */
const READY = { logOdds: 0.9, effect: { most: 0.5, threshold: 0.2 } } as const satisfies {
  readonly logOdds: number;
  readonly effect: CouponEffect;
};
/** Who has a habit of ordering needs no coupon to think of the shop. */
const HABITUAL: CouponEffect = { ...PERSUASION, most: 0.5 * PERSUASION.most };

/**
 * Mails the coupon to all customers of today instead of the dormant alone, with streams of randomness of its own, so that the
 * shop stays what it is. The equations stand in `docs/shop.md`. Same shop, same mailing.
 */
export function mailEverybody(shop: SimulatedShop): EverybodyMailing {
  const random = seededRandom(shopStream(shop.seed, 13));
  const { rows, facts } = shop.users;
  const recency = facts.find(({ name }) => name === 'daysSinceLastOrder');
  const mailing = emptyMailing(shop);
  for (let user = 0; user < rows; user++) {
    const isDormant = recency?.type === 'number' && (recency.values[user] ?? 0) >= DORMANT_AFTER;
    const chance = isDormant ? CHANCES.dormant : CHANCES.others;
    const treated = random.uniform() < chance;
    mailing.treated[user] = Number(treated);
    mailing.propensity[user] = treated ? chance : 1 - chance;
    answer(shop, user, mailing, random);
  }
  return mailing;
}

function emptyMailing(shop: SimulatedShop): EverybodyMailing {
  const { users, hidden } = shop;
  const { rows } = users;
  const numbers = (): Float64Array => new Float64Array(rows);
  const { need, dealProneness, irritability, orderValue } = hidden;
  return {
    carts: lastCarts(shop),
    treated: new Uint8Array(rows),
    propensity: numbers(),
    converted: new Uint8Array(rows),
    amount: numbers(),
    redeemed: new Uint8Array(rows),
    truth: {
      natural: numbers(),
      withCoupon: numbers(),
      kind: new Uint8Array(rows),
      redemption: numbers(),
      orderValue,
      need,
      dealProneness,
      irritability,
    },
  };
}

/** Both potential outcomes of a customer, and the one that was seen. */
function answer(shop: SimulatedShop, user: number, mailing: EverybodyMailing, random: SeededRandom): void {
  const { truth } = mailing;
  const response = responseOf(shop, user, mailing.carts.left[user] === 1);
  const without = random.uniform() < response.natural;
  const changed = random.uniform() < (without ? response.harmed : response.persuaded);
  const value = drawOrderValue(truth.orderValue[user] ?? 0, random);
  const redeems = random.uniform() < (without ? REDEEMS.anyway : REDEEMS.persuaded);
  const probability = withCoupon(response);
  truth.natural[user] = response.natural;
  truth.withCoupon[user] = probability;
  truth.kind[user] = kindOf(without, changed);
  truth.redemption[user] = redemptionOf(response, probability);
  const treated = mailing.treated[user] === 1;
  if (!(treated ? without !== changed : without)) return;
  mailing.converted[user] = 1;
  mailing.amount[user] = value;
  mailing.redeemed[user] = Number(treated && redeems);
}

function responseOf({ world, hidden }: SimulatedShop, user: number, isReady: boolean): ReturnType<typeof respondWith> {
  const gap = hidden.gap[user] ?? Number.POSITIVE_INFINITY;
  const hasHabit = gap !== Number.POSITIVE_INFINITY;
  const usual = hasHabit ? 1 - Math.exp(-FORTNIGHT / gap) : naturalProbability(hidden.need[user] ?? 0);
  const natural = isReady ? sigmoid(Math.log(usual / (1 - usual)) + READY.logOdds) : usual;
  const traits = { dealProneness: hidden.dealProneness[user] ?? 0, irritability: hidden.irritability[user] ?? 0 };
  if (hasHabit) return respondWith(world, natural, HABITUAL, traits);
  return respondWith(world, natural, isReady ? READY.effect : PERSUASION, traits);
}
