import { type ObservedHistories, type PurchaseHistories, seededRandom } from '#sdk';
import { expect, test } from 'vitest';
import plugin from './index.js';
import { fitLogLinear, meanAt } from './regression.js';

const RUN = { seed: 1, signal: new AbortController().signal, progress: () => undefined, log: () => undefined } as never;
const options = plugin.options.parse({});
const CUSTOMERS = 800;
const DAYS = 100;

test('a log-linear mean is found, with its standard errors', () => {
  const random = seededRandom(3);
  const rows = 2000;
  const design = Float64Array.from({ length: rows * 2 }, (_, place) => (place % 2 === 0 ? 1 : random.normal()));
  const response = Float64Array.from({ length: rows }, (_, row) => poisson(random, meanAt(design, row, [0.5, -0.4])));
  const { coefficients, covariance, dispersion } = fitLogLinear(design, response, {
    width: 2,
    ridge: 0,
    look: () => undefined,
  });
  [0.5, -0.4].forEach((truth, place) => {
    expect(Math.abs(coefficients[place]! - truth)).toBeLessThan(4 * Math.sqrt(covariance[place]![place]!));
  });
  expect(dispersion).toBeGreaterThan(0.9);
  expect(dispersion).toBeLessThan(1.1);
});

test('customers get what such customers bought later, and the sum is right with its error', () => {
  const observed = boughtByRates();
  const { purchases, value } = observed.earlier!;
  const learned = plugin.load(plugin.save(plugin.train(observed, options, RUN) as never), options) as never;
  const forecast = plugin.forecast(learned, observed.earlier!.histories, DAYS, options);
  const base = plugin.base(learned, observed.earlier!.histories, DAYS, options);
  // The likelihood's own equation for the constant: what was learned from is foretold exactly, all together.
  expect(base.purchases.estimate / sum(purchases)).toBeCloseTo(1, 6);
  expect(base.value.estimate / sum(value)).toBeCloseTo(1, 6);
  expect(sum(forecast.purchases) / base.purchases.estimate).toBeCloseTo(1, 9);
  expect(base.purchases.standardError).toBeGreaterThan(Math.sqrt(base.purchases.estimate) / 2);
  const often = forecast.purchases.filter((_, row) => observed.earlier!.histories.repeats[row]! >= 4);
  const once = forecast.purchases.filter((_, row) => observed.earlier!.histories.repeats[row]! === 0);
  expect(sum(often) / often.length).toBeGreaterThan(2 * (sum(once) / once.length));
});

test('a past that cannot be split is refused, and money that is not known is no reason to fail', () => {
  const { earlier, ...alone } = boughtByRates();
  expect(() => plugin.train(alone, options, RUN)).toThrow('too short');
  const learned = plugin.train(
    { ...alone, earlier: { ...earlier!, value: earlier!.value.map(() => Number.NaN) } },
    options,
    RUN,
  ) as never;
  expect(plugin.forecast(learned, alone, DAYS, options).value[0]).toBeNaN();
  expect(plugin.base(learned, alone, DAYS, options).value.estimate).toBeNaN();
});

/** Who buys at a rate of their own, seen after 100 and after 200 days. */
function boughtByRates(): ObservedHistories {
  const random = seededRandom(11);
  const bought = Array.from({ length: CUSTOMERS }, () => {
    const rate = 0.03 * random.uniform() ** 2;
    return Array.from({ length: 2 * DAYS }, (_, day) => day + 1).filter(() => random.uniform() < rate);
  });
  const until = (end: number): PurchaseHistories => {
    const days = bought.map((all) => all.filter((day) => day <= end));
    return {
      repeats: Float64Array.from(days, ({ length }) => length),
      recency: Float64Array.from(days, (all) => all.at(-1) ?? 0),
      age: new Float64Array(CUSTOMERS).fill(end),
      value: Float64Array.from(days, ({ length }) => (length === 0 ? Number.NaN : 20)),
      covariates: [],
    };
  };
  const since = bought.map((all) => all.filter((day) => day > DAYS).length);
  return {
    ...until(2 * DAYS),
    earlier: {
      histories: until(DAYS),
      days: DAYS,
      purchases: Float64Array.from(since),
      value: Float64Array.from(since, (count) => 20 * count),
    },
  };
}

function poisson(random: ReturnType<typeof seededRandom>, mean: number): number {
  let [count, rest] = [0, random.uniform()];
  for (const limit = Math.exp(-mean); rest > limit; rest *= random.uniform()) count++;
  return count;
}

function sum(column: Float64Array): number {
  return column.reduce((all, each) => all + each, 0);
}
