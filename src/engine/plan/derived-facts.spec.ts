import { describe, expect, it } from 'vitest';
import { type Condition, type FactCatalogue, type FactCase } from '../index.js';
import { derivedFacts } from './derived-facts.js';

const counted = (name: string) => ({
  type: 'number' as const,
  from: { events: { name, measure: 'count' as const } },
  words: name,
});
const is = (fact: string, operator: string, value: number | string): Condition => ({ fact, operator, value });
const cases: readonly FactCase[] = [
  { when: is('orders', 'lessThan', 2), is: 'new' },
  { when: is('share', 'greaterThan', 0.5), is: 'bargain hunter' },
  { is: 'regular' },
];
const catalogue: FactCatalogue = {
  // Told by facts that stand behind it.
  valued: {
    type: 'boolean',
    from: { firstOf: [{ when: is('stage', 'equal', 'regular'), is: true }] },
    words: 'valued',
  },
  stage: { type: 'string', from: { firstOf: cases }, words: 'stage' },
  share: { type: 'number', from: { ratio: ['coupons', 'orders'] }, words: 'share' },
  orders: counted('orders'),
  coupons: counted('coupons'),
};
const derived = derivedFacts(catalogue, 'UTC');

function told(facts: Record<string, unknown>, isLeft?: (name: string) => boolean) {
  const all = { ...facts };
  derived.add(all, isLeft);
  return all;
}

describe('facts that others tell', () => {
  it('are the first case that holds, whatever their order in the catalogue', () => {
    expect(told({ orders: 1, coupons: 1 })).toEqual({ orders: 1, coupons: 1, share: 1, stage: 'new' });
    expect(told({ orders: 4, coupons: 3 })).toMatchObject({ share: 0.75, stage: 'bargain hunter' });
    expect(told({ orders: 4, coupons: 1 })).toMatchObject({ stage: 'regular', valued: true });
  });

  it('are the last case, which has no condition, where nothing is known', () => {
    expect(told({})).toEqual({ stage: 'regular', valued: true });
  });

  it('stay as they are where they are left, and tell the others so', () => {
    const left = told({ orders: 1, stage: 'regular' }, (name) => name === 'stage');
    expect(left).toEqual({ orders: 1, stage: 'regular', valued: true });
  });

  it('are taken out where they have no value any more', () => {
    expect(told({ orders: 1, coupons: 1, valued: true, share: 0.2 })).toEqual({
      orders: 1,
      coupons: 1,
      share: 1,
      stage: 'new',
    });
  });

  it('follow a change, shares only where they are to', () => {
    const facts = told({ orders: 2, coupons: 1 });
    expect(derived.following({ ...facts, coupons: 2 }, 'coupons', true)).toBeNull();
    expect(derived.following({ ...facts, valued: true, coupons: 2 }, 'coupons', false)).toEqual({});
    const rare = told({ orders: 8, coupons: 1 });
    expect(derived.following({ ...rare, orders: 2 }, 'orders', true)).toEqual({
      share: 0.5,
      stage: 'regular',
      valued: true,
    });
    expect(derived.following({ ...rare, orders: 0.5 }, 'orders', true)).toBeNull();
  });

  it('name the conditions that tell them, also by way of others', () => {
    expect(derived.ownConditionsOf('valued')).toHaveLength(1);
    expect(derived.conditionsOf('valued').map((condition) => condition.toWords())).toHaveLength(3);
    expect(derived.conditionsOf('orders')).toEqual([]);
  });
});
