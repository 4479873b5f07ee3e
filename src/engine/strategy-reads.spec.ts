import { expect, test } from 'vitest';
import { type Strategy } from './strategy-documents.js';
import { readsOf } from './strategy-reads.js';

const TREE = { fact: 'age', operator: 'greaterThan', value: 18 };
const strategy: Strategy = {
  id: 's',
  title: 'S',
  goal: {
    event: 'order_placed',
    within: 'P14D',
    margin: 0.3,
    orderValue: { fact: 'averageOrderValue' },
    natural: { model: 'natural' },
  },
  segment: 'dormant',
  trigger: TREE,
  predictive: { when: TREE, rankBy: { model: 'response' }, onFailure: 'none' },
  baseline: { title: 'B', when: TREE, rankBy: { fact: 'orders', order: 'desc' }, offer: 'a' },
  offers: [
    { id: 'a', title: 'A', faceValue: 1, redemptionRate: 1, contactCost: 0, response: { rate: 0.1 } },
    { id: 'b', title: 'B', faceValue: 1, redemptionRate: 1, contactCost: 0, response: { model: 'uplift' }, when: TREE },
  ],
};

test('a strategy reads its conditions, each in its layer, and the facts and models of its money and rankings', () => {
  expect(readsOf(strategy)).toEqual({
    conditions: [
      { condition: 'dormant', pointer: '/segment', layer: 'segment' },
      { condition: TREE, pointer: '/trigger', layer: 'trigger' },
      { condition: TREE, pointer: '/predictive/when', layer: 'predictive' },
      { condition: TREE, pointer: '/baseline/when', layer: 'trigger' },
      { condition: TREE, pointer: '/offers/1/when', layer: 'predictive' },
    ],
    facts: [
      { name: 'averageOrderValue', pointer: '/goal/orderValue' },
      { name: 'orders', pointer: '/baseline/rankBy' },
    ],
    models: [
      { name: 'natural', pointer: '/goal/natural' },
      { name: 'uplift', pointer: '/offers/1/response' },
      { name: 'response', pointer: '/predictive/rankBy' },
    ],
  });
});

test('a strategy of rules alone reads what it has', () => {
  const { trigger, predictive, ...rest } = strategy;
  expect([trigger, predictive]).not.toContain(undefined);
  const plain: Strategy = {
    ...rest,
    goal: { event: 'order_placed', within: 'P14D', margin: 0.3, orderValue: 40 },
    baseline: { title: 'B', offer: 'a' },
    offers: strategy.offers.slice(0, 1),
  };
  expect(readsOf(plain)).toEqual({
    conditions: [{ condition: 'dormant', pointer: '/segment', layer: 'segment' }],
    facts: [],
    models: [],
  });
});
