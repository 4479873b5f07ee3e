import { describe, expect, it } from 'vitest';
import { type LifetimeForecast } from '#sdk';
import { boughtBetween, customersAt, observedAt, type PurchaseLog } from './histories/purchase-log.js';
import { trackedWeeks } from './judging/tracking.js';
import { stagesBy } from './findings/stages.js';

describe('histories of purchases', () => {
  // ann: days 10, 12, 40; bob: day 20; cid: day 50.
  const log: PurchaseLog = {
    people: ['ann', 'bob', 'cid'],
    starts: Uint32Array.of(0, 3, 4, 5),
    days: Int32Array.of(10, 12, 40, 20, 50),
    values: Float64Array.of(5, 7, 9, Number.NaN, 3),
  };
  const cohort = { log, isMeant: null, covariates: [{ name: 'ad', values: Float64Array.of(1, 0, 1) }] };

  it('are of whoever had bought by a day, without the first purchase', () => {
    const { people, histories } = customersAt(cohort, 45);
    expect([...people]).toEqual([0, 1]);
    expect(histories).toEqual({
      repeats: Float64Array.of(2, 0),
      recency: Float64Array.of(30, 0),
      age: Float64Array.of(35, 25),
      value: Float64Array.of(8, Number.NaN),
      covariates: [{ name: 'ad', values: Float64Array.of(1, 0) }],
    });
    expect([...customersAt({ ...cohort, isMeant: (person) => person !== 0 }, 45).people]).toEqual([1]);
  });

  it('come with what was bought later, of whoever was there earlier', () => {
    expect(boughtBetween(log, Uint32Array.of(0, 1, 2), 12, 50)).toEqual({
      purchases: Float64Array.of(1, 1, 1),
      value: Float64Array.of(9, Number.NaN, 3),
    });
    const { earlier } = observedAt(cohort, 50, 365);
    // 40 days at most were seen of anybody.
    expect(earlier?.days).toBe(20);
    expect(earlier?.histories.age).toEqual(Float64Array.of(20, 10));
    expect(earlier?.purchases).toEqual(Float64Array.of(1, 0));
    expect(observedAt(cohort, 10, 365).earlier).toBeUndefined();
  });

  it('are tracked week by week beside what as many new customers would do', () => {
    const customers = customersAt(cohort, 20);
    const expected = Float64Array.from({ length: 41 }, (_, day) => day / 10);
    const weeks = trackedWeeks(log, customers, { first: 10, end: 50 }, [expected]);
    expect(weeks.map(({ purchases }) => purchases)).toEqual([0, 1, 1, 1, 1, 2, 2]);
    // Two weeks after day 10: ann 14 days, bob 4.
    expect(weeks[2]?.foretold[0]).toBeCloseTo(1.8, 12);
    expect(weeks.at(-1)?.foretold[0]).toBeCloseTo(7, 12);
  });
});

it('stages go by what is expected in a year, and nobody is loyal for being certain to be there', () => {
  const year: LifetimeForecast = {
    purchases: Float64Array.of(0.05, 0.3, 0.8, 0.8, 2, 2, 5),
    value: new Float64Array(7).fill(10),
    alive: Float64Array.of(1, 1, 1, Number.NaN, 0.9, 0.3, 0.9),
  };
  const repeats = Float64Array.of(0, 1, 0, 2, 3, 3, 9);
  expect(stagesBy(year, repeats)).toEqual(['lost', 'dormant', 'new', 'active', 'active', 'at risk', 'loyal']);
});
