import { describe, expect, it } from 'vitest';
import { requestDocuments } from '../documents/request-documents.js';
import { validateDocuments } from './validate.js';

const event = (name: string, measure = 'count') => ({
  type: 'number',
  from: { events: { name, measure } },
  words: name,
});
const facts = {
  orders: event('order_placed'),
  lastOrder: event('order_placed', 'daysSinceLast'),
  views: event('coupon_viewed'),
  age: { type: 'number', from: { profile: 'age' }, words: 'age' },
  city: { type: 'string', from: { profile: 'city' }, words: 'city' },
  joined: { type: 'date', from: { profile: 'joined' }, words: 'date of joining' },
};
const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
const segment = (condition: object, id = 's') => ({ id, title: id, condition });
const OFFER = {
  id: 'gift',
  title: 'A gift',
  faceValue: 5,
  redemptionRate: 0.5,
  contactCost: 0.1,
  response: { rate: 0.3 },
};
const strategy = (id: string, change: object = {}) => ({
  id,
  title: id,
  goal: { event: 'order_placed', within: 'P14D', margin: 0.3, orderValue: 100, natural: { rate: 0.05 } },
  consent: 'marketing',
  segment: 'everybody',
  baseline: { title: 'Everybody', offer: 'gift' },
  offers: [OFFER],
  ...change,
});
const everybody = segment({ all: [leaf('orders', 'greaterThan', 0)] }, 'everybody');

function warningsOf(documents: { facts?: object; segments?: object[]; strategies?: object[] }) {
  const { problems, warnings } = validateDocuments(requestDocuments({ facts, ...documents }));
  expect(problems).toEqual([]);
  return warnings;
}
const ofCondition = (condition: object, ...more: object[]) =>
  warningsOf({ segments: [segment(condition), ...more] }).map(({ pointer }) => pointer);

describe('a condition that nobody fulfils', () => {
  it.each<[string, object[]]>([
    ['numbers that do not overlap', [leaf('orders', 'greaterThanInclusive', 3), leaf('orders', 'lessThan', 2)]],
    ['an open and a closed end', [leaf('orders', 'greaterThanInclusive', 3), leaf('orders', 'lessThan', 3)]],
    ['two values', [leaf('city', 'equal', 'Shanghai'), leaf('city', 'equal', 'Beijing')]],
    ['a value outside of a range', [leaf('age', 'equal', 17), leaf('age', 'greaterThan', 18)]],
    ['lists without a common value', [leaf('city', 'in', ['a', 'b']), leaf('city', 'in', ['c'])]],
    ['a list outside of a range', [leaf('age', 'in', [1, 2]), leaf('age', 'greaterThan', 2)]],
    ['dates', [leaf('joined', 'greaterThan', '2026-03-01'), leaf('joined', 'lessThan', '2026-03-01')]],
    [
      'the day after a day',
      [leaf('joined', 'greaterThan', '2026-03-01'), leaf('joined', 'lessThanInclusive', '2026-03-01')],
    ],
    ['parts of an all inside', [leaf('age', 'lessThan', 18), { all: [leaf('age', 'greaterThan', 60)] }]],
    ['parts of a segment', [leaf('age', 'lessThan', 18), { condition: 'old' }]],
  ])('is warned of: %s', (_, parts) => {
    const old = segment({ all: [leaf('age', 'greaterThan', 60)] }, 'old');
    expect(ofCondition({ all: parts }, old)[0]).toMatch(/^\/condition\/all\/1/);
  });

  it.each<[string, object]>([
    ['ranges that overlap', { all: [leaf('age', 'greaterThanInclusive', 18), leaf('age', 'lessThanInclusive', 18)] }],
    [
      'one whole day',
      {
        all: [leaf('joined', 'greaterThanInclusive', '2026-03-01'), leaf('joined', 'lessThanInclusive', '2026-03-01')],
      },
    ],
    ['other facts', { all: [leaf('age', 'lessThan', 18), leaf('orders', 'greaterThan', 20)] }],
    ['parts of an any', { any: [leaf('age', 'lessThan', 18), leaf('age', 'greaterThan', 60)] }],
    ['what is negated', { all: [leaf('age', 'lessThan', 18), { not: leaf('age', 'lessThan', 18) }] }],
  ])('is not seen where there is none: %s', (_, condition) => {
    expect(ofCondition(condition)).toEqual([]);
  });

  it('has an empty list or an empty group', () => {
    expect(ofCondition({ all: [leaf('city', 'in', [])] })).toEqual(['/condition/all/0/value']);
    expect(ofCondition({ all: [leaf('city', 'notIn', [])] })).toEqual(['/condition/all/0/value']);
    expect(ofCondition({ all: [] })).toEqual(['/condition/all']);
  });

  it('or that everybody fulfils is warned of', () => {
    const parts = [leaf('age', 'greaterThanInclusive', 18), leaf('age', 'lessThan', 20)];
    expect(ofCondition({ any: parts })).toEqual(['/condition/any/1']);
  });
});

describe('an event that nobody ever sent', () => {
  const stored = new Map([
    ['order_placed', 344],
    ['coupon_viewed', 3],
  ]);
  const warned = (name: string) =>
    validateDocuments(requestDocuments({ facts: { odd: event(name) } }), { storedEvents: stored }).warnings;

  it.each(['order_place', 'orderPlaced', 'order_palced'])('is told beside the stored one it is nearly: %s', (name) => {
    expect(warned(name)).toMatchObject([
      {
        pointer: '/facts/odd/from/events/name',
        message: `No event "${name}" is stored, but 344 are of the name "order_placed"`,
        nearest: 'order_placed',
      },
    ]);
  });

  it('may be new, and is known where anything of the name is stored', () => {
    for (const name of ['order_placed', 'coupon_viewed', 'coupon_vieweds', 'newsletter_opened']) {
      expect(warned(name)).toEqual([]);
    }
  });
});

describe('a name that is nearly another one', () => {
  it.each(['order_plcaed', 'order_place', 'orderPlaced', 'Order Placed', 'order_placedd'])(
    'is warned of where the other one is usual: %s',
    (name) => {
      expect(warningsOf({ facts: { ...facts, odd: event(name) } })).toMatchObject([
        { pointer: '/facts/odd/from/events/name', nearest: 'order_placed' },
      ]);
    },
  );

  it('is found in goals too, and other names are left alone', () => {
    const misspelt = strategy('a', { goal: { ...strategy('a').goal, event: 'ordr_placed' } });
    expect(warningsOf({ segments: [everybody], strategies: [misspelt] })).toMatchObject([{ pointer: '/goal/event' }]);
    expect(warningsOf({ facts: { ...facts, carts: event('cart_viewed'), items: event('item_viewed') } })).toEqual([]);
  });
});

describe('a strategy that hardly means what it says', () => {
  it('copies the seed of another one', () => {
    const experiment = { seed: 'a-2026', holdout: 0.1 };
    const strategies = [strategy('a', { experiment }), strategy('b', { experiment })];
    expect(warningsOf({ segments: [everybody], strategies })).toMatchObject([
      { file: 'strategies/b.json', pointer: '/experiment/seed' },
    ]);
  });

  it('makes an offer that costs more than any order brings', () => {
    const offers = [{ ...OFFER, faceValue: 500 }];
    expect(warningsOf({ segments: [everybody], strategies: [strategy('a', { offers })] })).toMatchObject([
      { pointer: '/offers/0' },
    ]);
    expect(warningsOf({ segments: [everybody], strategies: [strategy('a')] })).toEqual([]);
  });
});
