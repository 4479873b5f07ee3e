import { describe, expect, it } from 'vitest';
import { rocAuc } from '#strata/statistics/prediction';
import { KINDS, type SimulatedShop } from './shop.js';
import { simulateShop } from './simulate.js';

const SEEDS = [1, 2, 3];
const shops = SEEDS.map((seed) => simulateShop({ users: 20_000, seed }));
const control = simulateShop({ users: 20_000, seed: 1, world: 'everyone-responds' });

describe('the simulated shop', () => {
  it('is another for another seed', () => {
    expect(shops[1]!.history.amount).not.toEqual(shops[0]!.history.amount);
  });

  it('has every life-cycle stage, and most customers are dormant or lost', () => {
    const { stage, rows } = shops[0]!.users;
    const counts = stage.categories.map((_, code) => stage.codes.filter((found) => found === code).length / rows);
    expect(Math.min(...counts)).toBeGreaterThan(0.01);
    expect(counts[4]! + counts[5]!).toBeGreaterThan(0.5);
  });

  it('mails dormant customers only, each once a campaign', () => {
    const { history } = shops[0]!;
    const recency = numbers(shops[0]!, 'daysSinceLastOrder');
    expect(Math.min(...recency)).toBeGreaterThanOrEqual(180);
    expect(Math.max(...numbers(shops[0]!, 'spend90d'))).toBe(0);
    const keys = Array.from(history.user, (user, row) => `${user} ${history.campaign[row]!}`);
    expect(new Set(keys).size).toBe(history.rows);
  });

  it.each(shops)('orders about 4 % without and about 12 % with the coupon (seed $seed)', ({ history, truth }) => {
    const natural = rate(history.converted, (row) => history.treated[row] === 0);
    const withCoupon = rate(history.converted, (row) => history.treated[row] === 1);
    expect(natural).toBeGreaterThan(0.033);
    expect(natural).toBeLessThan(0.048);
    expect(withCoupon).toBeGreaterThan(0.105);
    expect(withCoupon).toBeLessThan(0.135);
    expect(mean(truth.natural)).toBeCloseTo(natural, 1.5);
  });

  it.each(shops)('lets an oracle reach an AUC of about .80 on both questions (seed $seed)', ({ truth }) => {
    const without = Float64Array.from(truth.kind, (kind) =>
      KINDS[kind] === 'sure-thing' || KINDS[kind] === 'sleeping-dog' ? 1 : 0,
    );
    const withCoupon = Float64Array.from(truth.kind, (kind) =>
      KINDS[kind] === 'sure-thing' || KINDS[kind] === 'persuadable' ? 1 : 0,
    );
    expect(Math.abs(rocAuc(truth.natural, without) - 0.8)).toBeLessThan(0.03);
    expect(Math.abs(rocAuc(truth.withCoupon, withCoupon) - 0.8)).toBeLessThan(0.03);
  });

  it('draws the control group at random: traits and facts are balanced', () => {
    const { history, truth } = shops[0]!;
    const tested = (treated: number) => (row: number) =>
      history.campaign[row] !== 0 && history.treated[row] === treated;
    for (const values of [truth.need, truth.dealProneness, truth.irritability]) {
      expect(Math.abs(rate(values, tested(1)) - rate(values, tested(0)))).toBeLessThan(0.05);
    }
    expect(rate(history.treated, (row) => history.campaign[row] !== 0)).toBeCloseTo(0.5, 1.5);
  });

  it('keeps every customer on one side of the split', () => {
    const { history } = shops[0]!;
    const partOf = new Map<number, number>();
    history.user.forEach((user, row) => {
      expect(partOf.get(user) ?? history.part[row]).toBe(history.part[row]);
      partOf.set(user, history.part[row]!);
    });
    expect(
      rate(
        history.part.map((part) => (part === 2 ? 1 : 0)),
        () => true,
      ),
    ).toBeCloseTo(0.5, 1.5);
  });
});

describe('persuasion and harm', () => {
  it.each(shops)('do not depend on need (seed $seed)', (shop) => {
    const { truth, history } = shop;
    const first = (row: number) => history.campaign[row] === 0;
    expect(Math.abs(correlation(truth.need, truth.dealProneness, first))).toBeLessThan(0.03);
    expect(Math.abs(correlation(truth.need, truth.irritability, first))).toBeLessThan(0.03);
    expect(Math.abs(correlation(truth.dealProneness, truth.irritability, first))).toBeLessThan(0.03);
  });

  it('make all four kinds of customer, most of them lost causes', () => {
    const { truth } = shops[0]!;
    const shares = KINDS.map((_, kind) =>
      rate(
        truth.kind.map((found) => (found === kind ? 1 : 0)),
        () => true,
      ),
    );
    expect(shares[0]).toBeGreaterThan(0.8);
    expect(shares[1]).toBeGreaterThan(shares[2]!);
    expect(shares[2]).toBeGreaterThan(shares[3]!);
    expect(shares[3]).toBeGreaterThan(0.001);
  });

  it('waste the coupon on those who would buy anyway: the more need, the smaller the share it adds', () => {
    const { truth } = shops[0]!;
    const added = (natural: (p: number) => boolean) =>
      rate(
        truth.withCoupon.map((p, row) => p - truth.natural[row]!),
        (row) => natural(truth.natural[row]!),
      ) / rate(truth.withCoupon, (row) => natural(truth.natural[row]!));
    expect(added((p) => p > 0.15)).toBeLessThan(0.35);
    expect(added((p) => p < 0.03)).toBeGreaterThan(0.75);
  });
});

describe('the world in which everyone responds', () => {
  it('multiplies every chance by three and harms nobody', () => {
    const { truth } = control;
    expect(truth.kind).not.toContain(KINDS.indexOf('sleeping-dog'));
    truth.natural.forEach((natural, row) => {
      expect(truth.withCoupon[row]).toBeCloseTo(Math.max(natural, Math.min(0.95, 3 * natural)), 10);
    });
  });

  it('begins with the same people', () => {
    const first = (shop: SimulatedShop) => shop.history.user.filter((_, row) => shop.history.campaign[row] === 0);
    expect(first(control)).toEqual(first(shops[0]!));
  });
});

function numbers({ history }: SimulatedShop, name: string): Float64Array {
  const column = history.facts.find((fact) => fact.name === name);
  if (column?.type !== 'number') throw new Error(`no numbers ${name}`);
  return column.values;
}

function mean(values: Float64Array): number {
  return rate(values, () => true);
}

function rate(values: Float64Array | Uint8Array, where: (row: number) => boolean): number {
  let sum = 0;
  let count = 0;
  values.forEach((value, row) => {
    if (!where(row)) return;
    sum += value;
    count++;
  });
  return sum / count;
}

function correlation(a: Float64Array, b: Float64Array, where: (row: number) => boolean): number {
  const [meanA, meanB] = [rate(a, where), rate(b, where)];
  const cross = (x: Float64Array, y: Float64Array, mx: number, my: number) =>
    rate(
      x.map((value, row) => (value - mx) * (y[row]! - my)),
      where,
    );
  return cross(a, b, meanA, meanB) / Math.sqrt(cross(a, a, meanA, meanA) * cross(b, b, meanB, meanB));
}
