import { seededRandom } from '#sdk';
import { couponResponse, type CouponEffect, shopStream, type SimulatedShop } from '../shop/index.js';

/** A coupon of the shop with three, and what it does. */
export interface SimulatedCoupon extends CouponEffect {
  readonly id: string;
  /** Money. */
  readonly faceValue: number;
}

/**
 * Three coupons, the dearest of which is the one of the shop's own mailings. More face value persuades more people, and people
 * who are less after deals; what irritates is the message, so that harm is the same.
 */
export const COUPONS: readonly SimulatedCoupon[] = [
  { id: 'coupon-5', faceValue: 5, most: 0.22, threshold: 1 },
  { id: 'coupon-10', faceValue: 10, most: 0.29, threshold: 0.85 },
  { id: 'coupon-20', faceValue: 20, most: 0.35, threshold: 0.72 },
];

/** What a test mailing of the coupons recorded, and the truth: one entry for each row of the shop's history. */
export interface CouponMailing {
  /** The number of the coupon that was sent, from 1; 0 in the control group. All groups are drawn at random, equally large. */
  readonly sent: Uint8Array;
  /** 1 where an order followed. */
  readonly converted: Uint8Array;
  readonly truth: {
    /** P(order | no coupon). */
    readonly natural: Float64Array;
    /** P(order | coupon), by coupon. */
    readonly withCoupon: readonly Float64Array[];
    /** P(the coupon is used | it was sent and an order followed), by coupon. */
    readonly redemption: readonly Float64Array[];
  };
}

/**
 * Mails the coupons to the people of the shop's history instead of its own: same people, facts and hidden traits, with a stream
 * of randomness of its own, so that the shop stays what it is.
 */
export function mailCoupons({ history: { rows }, truth, seed }: SimulatedShop): CouponMailing {
  const random = seededRandom(shopStream(seed, 11));
  const numbers = (): Float64Array => new Float64Array(rows);
  const mailing = {
    sent: new Uint8Array(rows),
    converted: new Uint8Array(rows),
    truth: { natural: truth.natural, withCoupon: COUPONS.map(numbers), redemption: COUPONS.map(numbers) },
  };
  for (let row = 0; row < rows; row++) {
    COUPONS.forEach((coupon, place) => {
      const { conversion, redemption } = couponResponse(truth, row, coupon);
      put(mailing.truth.withCoupon[place], row, conversion);
      put(mailing.truth.redemption[place], row, redemption);
    });
    const sent = random.integer(COUPONS.length + 1);
    const chance = sent === 0 ? truth.natural[row] : mailing.truth.withCoupon[sent - 1]?.[row];
    mailing.sent[row] = sent;
    mailing.converted[row] = Number(random.uniform() < (chance ?? 0));
  }
  return mailing;
}

function put(column: Float64Array | undefined, row: number, value: number): void {
  if (column !== undefined) column[row] = value;
}

/** What a coupon for each of some rows would earn in truth, by coupon: margin × order value × (p₁ − p₀) − cost. Money. */
export function expectedProfits(
  shop: SimulatedShop,
  { truth }: CouponMailing,
  rows: Int32Array,
  { margin, contactCost }: { readonly margin: number; readonly contactCost: number },
): readonly Float64Array[] {
  return COUPONS.map(({ faceValue }, place) =>
    Float64Array.from(rows, (row) => {
      const conversion = truth.withCoupon[place]?.[row] ?? 0;
      const value = (shop.truth.orderValue[row] ?? 0) * (conversion - (truth.natural[row] ?? 0));
      return margin * value - contactCost - conversion * (truth.redemption[place]?.[row] ?? 0) * faceValue;
    }),
  );
}
