import { describe, expect, it } from 'vitest';
import { type Condition, type ConditionValue } from '../../index.js';
import { compileCondition } from '../compile.js';
import { phrasesOf } from '../../words/index.js';
import { leafPhrase } from './leaf-words.js';
import { type LeafTrace } from '../language/types.js';
import { CATALOGUE } from '../support/catalogue.js';

const DORMANT: Condition = { fact: 'daysSinceLastOrder', operator: 'greaterThanInclusive', value: 180 };
const EAST: Condition = { fact: 'city', operator: 'in', value: ['Shanghai', 'Hangzhou'] };
const BUYER: Condition = { fact: 'orders', operator: 'greaterThanInclusive', value: 3 };
const { told } = phrasesOf('en').facts;
const SEGMENTS = [{ id: 'dormant', title: 'Dormant customers', condition: { all: [DORMANT, EAST] } }];

function words(condition: Condition | string): string {
  return compileCondition(condition, { facts: CATALOGUE, segments: SEGMENTS }).toWords();
}
function leaf(fact: string, operator: string, value: ConditionValue, params?: Record<string, unknown>): Condition {
  return { fact, operator, value, ...(params === undefined ? {} : { params }) };
}

describe('a condition in words', () => {
  it('reads as a marketer would say it', () => {
    expect(words({ all: [DORMANT, EAST] })).toBe(
      'has not ordered for at least 180 days and lives in Shanghai or Hangzhou',
    );
  });

  it('puts groups inside groups into parentheses, flattens equal ones and says negations where they belong', () => {
    expect(words({ all: [DORMANT, { any: [EAST, BUYER] }] })).toBe(
      'has not ordered for at least 180 days and (lives in Shanghai or Hangzhou or has at least 3 orders)',
    );
    expect(words({ all: [DORMANT, { all: [EAST, BUYER] }] })).toBe(
      'has not ordered for at least 180 days, lives in Shanghai or Hangzhou and has at least 3 orders',
    );
    expect(words({ not: { any: [EAST, { not: BUYER }] } })).toBe(
      'does not live in Shanghai or Hangzhou and has at least 3 orders',
    );
    expect(words({ not: DORMANT })).toBe('has ordered less than 180 days ago or never');
    expect(words({ all: [] })).toBe('is anybody');
  });

  it('calls a segment by its title, and spells out the one that is the whole condition', () => {
    expect(words({ all: [{ not: { condition: 'dormant' } }, BUYER] })).toBe(
      'does not belong to "Dormant customers" and has at least 3 orders',
    );
    expect(words('dormant')).toBe('has not ordered for at least 180 days and lives in Shanghai or Hangzhou');
  });

  it.each<[Condition, string]>([
    [leaf('daysSinceLastCart', 'lessThan', 1), 'has updated a cart less than 1 day ago'],
    [leaf('daysSinceLastOrder', 'lessThanInclusive', 30), 'has ordered within the last 30 days'],
    [leaf('daysSinceLastOrder', 'equal', 30), 'whose days since the last order are 30'],
    [leaf('city', 'notEqual', 'Wuhan'), 'does not live in Wuhan'],
    [leaf('city', 'in', { fact: 'visited' }), 'whose city is one of the visited cities'],
    [leaf('gender', 'equal', 'female'), 'whose gender is female'],
    [leaf('gender', 'notIn', ['a', 'b', 'c']), 'whose gender is not a, b or c'],
    [leaf('city', 'exists', true), 'whose city is known'],
    [leaf('city', 'exists', false), 'whose city is not known'],
    [leaf('tags', 'not:exists', true), 'whose tags are not known'],
    [leaf('subscriber', 'exists', true), 'of whom it is known whether “is subscribed to the newsletter”'],
    [leaf('city', 'startsWith', 'Sh'), 'whose city starts with Sh'],
    [leaf('city', 'not:endsWith', 'ou'), 'whose city does not end with ou'],
    [leaf('gender', 'includesText', 'x'), 'whose gender includes the text x'],
    [leaf('tags', 'someFact:matches', '^v'), 'at least one of whose tags matches the expression ^v'],
    [leaf('tags', 'everyFact:startsWith', 'v'), 'all of whose tags start with v'],
    [leaf('city', 'ignoringCase:in', ['wuhan', 'xian']), 'lives in wuhan or xian (ignoring case)'],
    [leaf('gender', 'not:ignoringCase:equal', 'F'), 'whose gender is not F (ignoring case)'],
    [leaf('tags', 'ignoringCase:contains', 'VIP'), 'whose tags include VIP (ignoring case)'],
    [leaf('gender', 'versionLessThan', '2.10'), 'whose gender is older than version 2.10'],
    [leaf('gender', 'versionGreaterThanInclusive', '2.10'), 'whose gender is version 2.10 or newer'],
    [leaf('age', 'greaterThan', 30), 'is more than 30 years old'],
    [leaf('age', 'notEqual', 30), 'is not 30 years old'],
    [leaf('registered', 'lessThan', '2024-01-01'), 'whose registration date is before 2024-01-01'],
    [leaf('subscriber', 'equal', true), 'is subscribed to the newsletter'],
    [leaf('subscriber', 'equal', false), 'is not subscribed to the newsletter'],
    [leaf('tags', 'contains', 'vip'), 'whose tags include vip'],
    [leaf('tags', 'doesNotContain', 'vip'), 'whose tags do not include vip'],
    [leaf('tags', 'someFact:equal', 'vip'), 'at least one of whose tags is vip'],
    [leaf('tags', 'someValue:contains', ['a', 'b']), '(whose tags include a or whose tags include b)'],
    [leaf('orders', 'lessThan', 1), 'has no orders'],
    [leaf('orders', 'greaterThanInclusive', 1), 'has at least 1 order'],
    [leaf('orders', 'not:greaterThan', 5), 'does not have more than 5 orders'],
    [leaf('couponOrders', 'lessThan', 1_000), 'has fewer than 1,000 orders with a coupon'],
    [leaf('couponOrders', 'equal', 1), 'has exactly 1 order with a coupon'],
    [leaf('couponViews', 'greaterThan', 1), 'has more than 1 coupon view in 90 days'],
    [
      leaf('couponOrderShare', 'greaterThanInclusive', 0.5),
      'whose share of orders that used a coupon is at least 50 %',
    ],
    [leaf('averageOrderValue', 'lessThanInclusive', 35.5), 'whose average order value is at most 35.50'],
    [
      leaf('spend90d', 'greaterThan', { fact: 'averageOrderValue' }),
      'whose spend in the last 90 days is more than the average order value',
    ],
    [leaf('score', 'lessThan', 0.7, { model: 'natural', as: 'rank' }), 'is in the lowest 70 % of the model natural'],
    [
      leaf('score', 'greaterThanInclusive', 0.7, { model: 'natural', as: 'rank' }),
      'is in the top 30 % of the model natural',
    ],
    [leaf('score', 'lessThan', 0.9, { model: 'natural' }), 'has a probability of less than 90 % by the model natural'],
    [
      leaf('events', 'greaterThanInclusive', 1, {
        name: 'cart_updated',
        within: 'PT24H',
        ago: 'PT1H',
        without: 'order_placed',
      }),
      'has updated a cart between 24 hours and 1 hour ago without having ordered since',
    ],
    [
      leaf('events', 'greaterThanInclusive', 1, {
        name: 'cart_updated',
        without: { name: 'order_placed', same: 'cartId' },
      }),
      'has updated a cart without having ordered with the same cart id since',
    ],
    [
      leaf('events', 'greaterThan', 2, { name: 'coupon_viewed', within: 'P7D', where: { channel: 'app' } }),
      'has viewed a coupon more than 2 times with channel app in the last 7 days',
    ],
    [leaf('events', 'equal', 0, { name: 'order_placed', within: 'P1D' }), 'has not ordered in the last 1 day'],
    [
      leaf('events', 'greaterThanInclusive', 1, { name: 'purchase_made', within: 'P7D' }),
      'has purchased in the last 7 days',
    ],
    [leaf('events', 'greaterThanInclusive', 1, { name: 'wish_placed' }), 'has placed a wish'],
    [
      leaf('events', 'greaterThan', 100, { name: 'order_placed', measure: 'sum', property: 'amount', within: 'P7D' }),
      'whose total amount of "order placed" events in the last 7 days is more than 100',
    ],
  ])('says %j', (condition, sentence) => {
    expect(words(condition)).toBe(sentence);
  });

  it('has words for names without a catalogue and for custom operators', () => {
    const operators = { isNear: (): boolean => true };
    const named = compileCondition({ fact: 'homeTown', operator: 'isNear', value: 'Sh' }, { operators });
    expect(named.toWords()).toBe('whose home town is near Sh');
  });
});

describe('a reason in words', () => {
  function reason(condition: Condition, facts: Record<string, unknown>, resolved?: unknown): string {
    const trace = compileCondition(condition, { facts: CATALOGUE }).trace(facts, () => resolved);
    const leaf = trace as LeafTrace;
    return leafPhrase(leaf, CATALOGUE)(leaf.actual);
  }

  it('starts with what was found', () => {
    expect(reason(DORMANT, { daysSinceLastOrder: 212 })).toBe('212 days since the last order (at least 180)');
    expect(reason(DORMANT, { daysSinceLastOrder: 1 })).toBe('1 day since the last order (needed: at least 180)');
    expect(reason(DORMANT, {})).toBe('days since the last order unknown (needed: at least 180)');
    expect(reason(EAST, { city: 'Wuhan' })).toBe('city Wuhan (needed: Shanghai or Hangzhou)');
    expect(reason(BUYER, { orders: 1 })).toBe('1 order (needed: at least 3)');
    expect(reason(leaf('couponOrderShare', 'lessThan', 0.5), { couponOrderShare: 0.4 })).toBe(
      'share of orders that used a coupon 40 % (less than 50 %)',
    );
    expect(reason(leaf('tags', 'contains', 'vip'), { tags: ['new', 'app'] })).toBe(
      'tags new and app (needed: includes vip)',
    );
    expect(reason(leaf('city', 'exists', true), {})).toBe('city unknown (needed: known)');
    expect(reason(leaf('city', 'not:startsWith', 'Sh'), { city: 'Shanghai' })).toBe(
      'city Shanghai (needed: does not start with Sh)',
    );
    expect(reason(leaf('gender', 'ignoringCase:equal', 'F'), { gender: 'f' })).toBe('gender f (F (ignoring case))');
    expect(
      reason(leaf('spend90d', 'lessThan', { fact: 'averageOrderValue' }), { spend90d: 10, averageOrderValue: 35 }),
    ).toBe('spend in the last 90 days 10 (less than the average order value, 35)');
  });

  it('says what a model and what events gave', () => {
    expect(reason(leaf('score', 'lessThan', 0.9, { model: 'natural' }), {}, 0.04)).toBe(
      'probability 4 % by the model natural (less than 90 %)',
    );
    expect(reason(leaf('score', 'lessThan', 0.7, { model: 'natural', as: 'rank' }), {}, 0.71)).toBe(
      'rank 71 % by the model natural (needed: less than 70 %)',
    );
    const carts = leaf('events', 'greaterThanInclusive', 1, { name: 'cart_updated', within: 'PT24H' });
    expect(reason(carts, {}, 2)).toBe('2 "cart updated" events in the last 24 hours (at least 1)');
  });

  it('says what is needed instead of what must not be', () => {
    const none = leaf('orders', 'not:greaterThanInclusive', 1);
    expect(reason(none, { orders: 0 })).toBe('0 orders (fewer than 1)');
    expect(reason(none, { orders: 2 })).toBe('2 orders (needed: fewer than 1)');
    expect(reason(leaf('spend90d', 'lessThan', -1.5), { spend90d: 2800 })).toBe(
      'spend in the last 90 days 2,800 (needed: less than −1.50)',
    );
  });

  it('counts what was done to things', () => {
    const opened = {
      type: 'number',
      from: { events: { name: 'o', measure: 'count' } },
      words: 'messages opened',
    } as const;
    expect(told({ fact: 'opened' }, { opened })(1)).toBe('1 message opened');
    expect(told({ fact: 'opened' }, { opened })(2)).toBe('2 messages opened');
  });

  it('has words for a single fact', () => {
    expect(told({ fact: 'age' }, CATALOGUE)(34)).toBe('age 34 years');
    expect(told({ fact: 'orders' }, CATALOGUE)(0)).toBe('0 orders');
  });
});
