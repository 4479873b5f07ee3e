import { describe, expect, it } from 'vitest';
import { type FactDefinition, type ReleaseDocuments } from '#strata/engine';
import { explainDocument, sourceWords } from './explain.js';

const documents: ReleaseDocuments = {
  facts: {
    orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'number of orders' },
    recent: {
      type: 'number',
      unit: 'money',
      from: {
        events: { name: 'order_placed', measure: 'sum', property: 'amount', within: 'P90D', where: { coupon: true } },
      },
      words: 'recent spend',
    },
  },
  segments: [
    { id: 'buyers', title: 'Buyers', condition: { fact: 'orders', operator: 'greaterThanInclusive', value: 2 } },
    { id: 'welcome', title: 'Welcome', condition: { all: [] } },
  ],
  models: [],
  strategies: [
    {
      id: 'welcome',
      title: 'Welcome',
      goal: { event: 'order_placed', within: 'P2W', margin: 0.25, orderValue: 60, natural: { rate: 0.05 } },
      segment: 'buyers',
      baseline: { title: 'Everybody', offer: 'gift' },
      offers: [
        { id: 'gift', title: 'A gift', faceValue: 5, redemptionRate: 0.5, contactCost: 0.05, response: { rate: 0.1 } },
      ],
      limits: { perUser: { contacts: 2, within: 'P1D' }, budget: 1000 },
    },
  ],
};

const told = (name: string) =>
  Object.fromEntries(explainDocument(documents, name).sections.map(({ title, sentences }) => [title, sentences]));

describe('a document in words', () => {
  it('tells a strategy: who, offer, money, limits', () => {
    expect(told('strategy/welcome')).toEqual({
      Who: ['Buyers: a person who has at least 2 orders.', 'No consent is asked for.'],
      'Human rule': ['Everybody.', 'It offers "A gift".'],
      Offer: ['"A gift": worth 5, redeemed by 50 % of those who convert, 0.05 a message, a chance of 10 % to convert.'],
      Money: [
        'Success is order_placed within 2 weeks; it earns 25 % of 60.',
        'Without an offer there is a chance of 5 %; only what the offer adds counts.',
        'An offer that is not expected to earn more than it costs is not made.',
      ],
      Limits: ['At most 2 offers to one person in 1 day.', 'A budget of 1,000 for messages and face values together.'],
    });
  });

  it('tells where a fact comes from', () => {
    expect(told('recent')).toEqual({
      What: [
        'An amount of money: sum of amount over the events order_placed where coupon is true of the last 90 days.',
      ],
    });
  });

  it.each([
    [{ profile: 'address.city' }, "the profile's address.city"],
    [{ profile: 'contractEnd', measure: 'daysUntil' }, "the profile's contractEnd, in days until then"],
    [
      { profile: 'birthDate', measure: 'daysToAnniversary' },
      "the profile's birthDate, in days to its next anniversary",
    ],
    [
      { events: { name: 'cart', measure: 'count', without: { name: 'order', same: 'cartId' } } },
      'count over the events cart that no order of the same cartId followed',
    ],
    [
      { firstOf: [{ when: { fact: 'orders', operator: 'lessThan', value: 2 }, is: 'new' }, { is: 'lost' }] },
      '“new” for a person who has fewer than 2 orders; “lost” for everybody else',
    ],
  ] as const)('says %j', (from, words) => {
    const orders: FactDefinition = {
      type: 'number',
      from: { events: { name: 'order_placed', measure: 'count' } },
      words: 'number of orders',
    };
    expect(sourceWords({ type: 'number', from, words: 'it' }, { orders })).toBe(words);
  });

  it('asks which document is meant where several have the id', () => {
    expect(() => explainDocument(documents, 'welcome')).toThrow(/strategy\/welcome or segment\/welcome/);
  });

  it('names the nearest id', () => {
    expect(() => explainDocument(documents, 'byers')).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ nearest: 'buyers' })] }),
    );
  });
});
