import { expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import { scoringModel } from './scoring-model.js';

const offer = { title: '', faceValue: 1, contactCost: 0, redemptionRate: 1 };
const strategy = {
  goal: { event: 'bought', within: 'P7D', margin: 0.5, orderValue: 20 },
  offers: [
    { ...offer, id: 'mail', response: { rate: 0.1 } },
    { ...offer, id: 'coupon', response: { model: 'response' } },
  ],
  predictive: {
    when: { any: [{ fact: 'score', operator: 'greaterThan', value: 0.1, params: { model: 'asked' } }] },
    onFailure: 'none',
  },
} as const satisfies Pick<Strategy, 'goal' | 'offers' | 'predictive'>;

it('is the model of what people do without an offer, else that of the first offer that asks one, else of a condition', () => {
  const uplift = [{ id: 'response', task: 'uplift' as const }];
  const natural = (model: string) => ({ ...strategy, goal: { ...strategy.goal, natural: { model } } });
  expect(scoringModel(natural('buys'), [])).toEqual({ model: 'buys', says: 'natural' });
  expect(scoringModel(natural('response'), uplift)).toEqual({ model: 'response', says: 'effect' });
  expect(scoringModel(strategy, [])).toEqual({ model: 'response', says: 'response' });
  expect(scoringModel(strategy, uplift)).toEqual({ model: 'response', says: 'effect' });
  const [first] = strategy.offers;
  expect(scoringModel({ ...strategy, offers: [first] }, [])).toEqual({ model: 'asked', says: 'condition' });
  expect(scoringModel({ goal: strategy.goal, offers: [first] }, [])).toBeNull();
});
