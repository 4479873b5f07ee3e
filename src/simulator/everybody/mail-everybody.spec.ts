import { describe, expect, it } from 'vitest';
import { DORMANT_AFTER, KINDS, simulateShop } from '../shop/index.js';
import { mailEverybody } from './mail-everybody.js';

const shop = simulateShop({ users: 6000, seed: 3 });
const mailing = mailEverybody(shop);
const { truth, carts } = mailing;
const recency = shop.users.facts.find(({ name }) => name === 'daysSinceLastOrder');
const isDormant = (user: number) => recency?.type === 'number' && recency.values[user]! >= DORMANT_AFTER;
const rows = Array.from({ length: shop.users.rows }, (_, user) => user);

function mean(of: (user: number) => number, where: (user: number) => boolean): number {
  const chosen = rows.filter(where);
  return chosen.reduce((sum, user) => sum + of(user), 0) / chosen.length;
}

describe('the mailing to everybody', () => {
  it('reaches every stage, at random with the probability that it records', () => {
    for (const [dormant, chance] of [
      [true, 0.5],
      [false, 0.3],
    ] as const) {
      const among = (user: number) => isDormant(user) === dormant;
      expect(mean((user) => mailing.treated[user]!, among)).toBeCloseTo(chance, 1);
      const gotIt = (user: number) => (mailing.treated[user] === 1 ? chance : 1 - chance);
      expect(rows.filter((user) => among(user) && mailing.propensity[user] !== gotIt(user))).toEqual([]);
      const need = (treated: number) =>
        mean(
          (user) => truth.need[user]!,
          (user) => among(user) && mailing.treated[user] === treated,
        );
      expect(Math.abs(need(1) - need(0))).toBeLessThan(0.1);
    }
  });

  it('shows of both potential outcomes the one that belongs to what was sent', () => {
    const seen = rows.map((user) => {
      const kind = KINDS[truth.kind[user]!];
      return kind === 'sure-thing' || kind === (mailing.treated[user] === 1 ? 'persuadable' : 'sleeping-dog');
    });
    expect(rows.map((user) => mailing.converted[user] === 1)).toEqual(seen);
    expect(rows.map((user) => mailing.amount[user]! > 0)).toEqual(seen);
    expect(rows.filter((user) => mailing.redeemed[user]! > mailing.treated[user]! * mailing.converted[user]!)).toEqual(
      [],
    );
  });

  it('persuades the dormant who left a cart more than the other dormant, and those with a habit least', () => {
    const effect = (user: number) => truth.withCoupon[user]! - truth.natural[user]!;
    const left = (user: number) => carts.left[user] === 1;
    const ready = mean(effect, (user) => isDormant(user) && left(user));
    const waiting = mean(effect, (user) => isDormant(user) && !left(user));
    expect(ready).toBeGreaterThan(1.5 * waiting);
    expect(mean(effect, (user) => !isDormant(user))).toBeLessThan(waiting);
  });

  it('is the same for the same shop', () => {
    const again = mailEverybody(shop);
    expect(again.amount.join()).toBe(mailing.amount.join());
    expect(again.carts.hours.join()).toBe(carts.hours.join());
  });
});
