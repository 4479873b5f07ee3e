import { describe, expect, it } from 'vitest';
import { simulateShop } from '../shop/index.js';
import { COUPONS, expectedProfits, mailCoupons } from './coupons.js';

const shop = simulateShop({ users: 4_000, seed: 5 });
const mailing = mailCoupons(shop);

describe('the mailing of three coupons', () => {
  it('leaves the shop as it is, and its dearest coupon does what the shop’s own does', () => {
    expect(shop).toEqual(simulateShop({ users: 4_000, seed: 5 }));
    expect(mailing.truth.natural).toEqual(shop.truth.natural);
    expect(mailing.truth.withCoupon[2]).toEqual(shop.truth.withCoupon);
    expect(mailing.truth.redemption[2]).toEqual(shop.truth.redemption);
  });

  it('persuades more people with a dearer coupon, whoever they are', () => {
    const [five, ten, twenty] = mailing.truth.withCoupon;
    for (let row = 0; row < shop.history.rows; row++) {
      expect(five![row]).toBeLessThanOrEqual(ten![row]!);
      expect(ten![row]).toBeLessThanOrEqual(twenty![row]!);
    }
  });

  it('sends each coupon, and none, to a quarter of the people, and orders follow as often as the truth says', () => {
    for (let sent = 0; sent <= COUPONS.length; sent++) {
      const rows = [...mailing.sent.keys()].filter((row) => mailing.sent[row] === sent);
      expect(rows.length / shop.history.rows).toBeCloseTo(0.25, 1);
      const chances = sent === 0 ? mailing.truth.natural : mailing.truth.withCoupon[sent - 1]!;
      const expected = rows.reduce((sum, row) => sum + chances[row]!, 0);
      const orders = rows.reduce((sum, row) => sum + mailing.converted[row]!, 0);
      expect(Math.abs(orders - expected)).toBeLessThan(4 * Math.sqrt(expected));
    }
  });

  it('has no coupon that is the best for everybody', () => {
    const rows = Int32Array.from({ length: shop.history.rows }, (_, row) => row);
    const profits = expectedProfits(shop, mailing, rows, { margin: 0.3, contactCost: 0.05 });
    const best = rows.map((row) => {
      const own = profits.map((column) => column[row]!);
      const most = Math.max(...own);
      return most > 0 ? own.indexOf(most) : -1;
    });
    for (let coupon = -1; coupon < COUPONS.length; coupon++) {
      expect(best.filter((own) => own === coupon).length).toBeGreaterThan(0.01 * rows.length);
    }
  });
});
