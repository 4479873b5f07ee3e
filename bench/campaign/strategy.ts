import { type ReleaseDocuments, type Strategy } from '#strata/engine';
import { FACTS } from './people.js';

export const NOW = Date.parse('2026-11-22T08:00:00Z');

/** A two-model strategy at level 3 for everybody, with one coupon or three. */
export function documentsOf(coupons: number): ReleaseDocuments {
  const sizes = coupons === 1 ? [20] : [10, 20, 30];
  const strategy: Strategy = {
    id: 'win-back',
    title: 'Win back',
    segment: { all: [{ fact: 'f0', operator: 'greaterThanInclusive', value: 0 }] },
    goal: { event: 'order', within: 'P14D', margin: 0.3, orderValue: { fact: 'f1' }, natural: { model: 'natural' } },
    predictive: {
      when: { all: [{ fact: 'score', params: { model: 'natural', as: 'rank' }, operator: 'lessThan', value: 0.9 }] },
      onFailure: 'none',
    },
    baseline: { title: 'By hand', offer: 'coupon-20' },
    offers: sizes.map((size, index) => ({
      id: `coupon-${String(size)}`,
      title: `${String(size)} off`,
      faceValue: size,
      redemptionRate: 0.1,
      contactCost: 0.05,
      response: { model: `coupon-${String(coupons === 1 ? 1 : index)}` },
    })),
    experiment: { seed: 'bench', holdout: 0.05 },
  };
  return {
    facts: FACTS,
    segments: [
      { id: 'frequent', title: 'Frequent', condition: { all: [{ fact: 'f3', operator: 'greaterThan', value: 300 }] } },
      { id: 'kind-1', title: 'Kind 1', condition: { all: [{ fact: 'c0', operator: 'equal', value: 'kind 1' }] } },
    ],
    models: [],
    strategies: [strategy],
  };
}
