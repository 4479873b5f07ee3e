import { expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import { listedScore } from './list-score.js';

const goal: Strategy['goal'] = { event: 'bought', within: 'P7D', margin: 0.5, orderValue: 20 };
const offer = (id: string, response: Strategy['offers'][number]['response']) => {
  return { id, title: '', faceValue: 1, contactCost: 0, redemptionRate: 1, response };
};
const [small, large] = [offer('small', { model: 'm' }), offer('large', { model: 'm' })];
const person = { offer: 'small', conversion: 0.5, natural: 0.25 };

it('is what the figures of a list tell of the scoring model, and nothing where other models made them too', () => {
  const of = (says: 'natural' | 'response' | 'effect' | 'condition', offers: Strategy['offers'], known = person) =>
    listedScore(known, { model: 'm', says }, { goal, offers })?.value ?? null;
  expect(of('natural', [offer('small', { rate: 0.5 })])).toBe(0.25);
  expect(of('response', [small, large])).toBe(0.5);
  expect(of('response', [small, offer('large', { model: 'n' })])).toBeNull();
  expect(of('effect', [small])).toBe(0.25);
  expect(of('effect', [small, large])).toBeNull();
  expect(of('condition', [offer('small', { rate: 0.5 })])).toBeNull();
  const scoring = { model: 'm', says: 'effect' } as const;
  expect(listedScore(person, scoring, { goal: { ...goal, natural: { rate: 0.25 } }, offers: [small] })).toBeNull();
});
