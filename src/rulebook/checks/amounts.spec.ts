import { describe, expect, it } from 'vitest';
import { requestDocuments } from '../documents/request-documents.js';
import { validateDocuments } from './validate.js';

const OFFER = {
  id: 'gift',
  title: 'A gift',
  faceValue: 10,
  redemptionRate: 0.5,
  contactCost: 0.1,
  response: { rate: 0.2 },
};
const GOAL = { event: 'order_placed', within: 'P14D', margin: 0.3, orderValue: 100, natural: { rate: 0.05 } };

function problemsOf(change: { offer?: object; goal?: object; limits?: object; strategy?: object }) {
  const strategy = {
    id: 'coupon',
    title: 'Coupon',
    goal: { ...GOAL, ...change.goal },
    consent: 'marketing',
    segment: { all: [] },
    baseline: { title: 'Everybody', offer: 'gift' },
    offers: [{ ...OFFER, ...change.offer }],
    limits: { ...change.limits },
    ...change.strategy,
  };
  return validateDocuments(requestDocuments({ facts: {}, strategies: [strategy] })).problems;
}

describe('an amount that is published', () => {
  it.each<[string, Parameters<typeof problemsOf>[0]]>([
    ['/offers/0/faceValue', { offer: { faceValue: 1e9 } }],
    ['/offers/0/contactCost', { offer: { contactCost: 1e9 } }],
    ['/offers/0/minimumSpend', { offer: { minimumSpend: 1e9 } }],
    ['/offers/0/stock', { offer: { stock: 1e12 } }],
    ['/goal/orderValue', { goal: { orderValue: 1e9 } }],
    ['/limits/budget', { limits: { budget: 1e12 } }],
    ['/limits/audience', { limits: { audience: 1e12 } }],
    ['/limits/minimumRoi', { limits: { minimumRoi: 1_000 } }],
    ['/weight', { strategy: { weight: 1_000_000 } }],
    ['/goal/within', { goal: { within: 'P36525D' } }],
  ])('may come to the end of its range and no further: %s', (pointer, largest) => {
    expect(problemsOf(largest)).toEqual([]);
    expect(problemsOf(tenfold(largest))).toMatchObject([{ pointer, expected: expect.any(String) as string }]);
  });

  it.each<[string, Parameters<typeof problemsOf>[0]]>([
    ['/offers/0/faceValue', { offer: { faceValue: -0.01 } }],
    ['/offers/0/redemptionRate', { offer: { redemptionRate: 1.01 } }],
    ['/offers/0/response/rate', { offer: { response: { rate: -0.1 } } }],
    ['/goal/margin', { goal: { margin: 1.5 } }],
    ['/weight', { strategy: { weight: 0 } }],
    ['/limits/perUser/contacts', { limits: { perUser: { contacts: 1e9, within: 'P7D' } } }],
    ['/limits/minimumRoi', { limits: { minimumRoi: -2 } }],
  ])('is refused outside of its range: %s', (pointer, wrong) => {
    expect(problemsOf(wrong)).toMatchObject([{ pointer }]);
  });

  it('says that no limit is a limit left out', () => {
    for (const limits of [{ budget: 9.3e12 }, { audience: 1e15 }, { minimumRoi: 1e6 }]) {
      const [problem] = problemsOf({ limits });
      expect(problem?.expected, JSON.stringify(limits)).toContain('for no limit leave it out');
    }
    expect(problemsOf({ offer: { stock: 9_007_199_254_740_991 } })[0]?.expected).toContain('for no limit leave it out');
    expect(problemsOf({ limits: { budget: Infinity } })[0]?.message).toBe('Found Infinity');
  });
});

/** The same with its numbers, also those in durations, ten times as large. */
function tenfold<T>(value: T): T {
  if (typeof value === 'number') return (value * 10) as T;
  if (typeof value === 'string') return value.replace(/\d+/, (digits) => `${digits}0`) as T;
  return Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, tenfold<unknown>(each)])) as T;
}
