import { expect, it } from 'vitest';
import { requestDocuments } from '../documents/index.js';
import { explainDocument } from '../explain/index.js';
import { validateDocuments } from './validate.js';

const STRATEGY = {
  ...{ id: 'coupon', title: 'A coupon', consent: 'marketing' },
  goal: { event: 'order_placed', within: 'P14D', margin: 0.3, orderValue: 100, natural: { rate: 0.1 } },
  segment: { all: [] },
  baseline: { title: 'All', offer: 'ten' },
  offers: [{ id: 'ten', title: 'Ten', faceValue: 1, redemptionRate: 1, contactCost: 0, response: { rate: 0.5 } }],
  experiment: { seed: 's', holdout: 0.1 },
};
const LIFT = { watch: 'lift', below: -0.01, then: 'stop' };

const check = (guardrails: unknown, more: object = {}) =>
  validateDocuments(requestDocuments({ facts: {}, strategies: [{ ...STRATEGY, guardrails, ...more }] }));

it.each([
  ['a guardrail that stands there twice', [LIFT, { ...LIFT, below: 0 }], {}, '/guardrails/1'],
  ['lift without a hold-out', [LIFT], { experiment: { seed: 's' } }, '/guardrails/0'],
  [
    'a sample ratio of no draw',
    [{ watch: 'sampleRatio', then: 'stop' }],
    { experiment: { seed: 's' } },
    '/guardrails/0',
  ],
  ['cost without a plan', [{ watch: 'cost', then: 'alert' }], { limits: { budget: 9 } }, '/guardrails/0'],
  ['fallbacks of no model', [{ watch: 'fallback', above: 0.1, within: 'PT1H', then: 'stop' }], {}, '/guardrails/0'],
  ['arms that no policy has', [{ ...LIFT, then: 'fixedArms' }], {}, '/guardrails/0/then'],
  ['a lift that may grow', [{ ...LIFT, below: 0.1 }], {}, '/guardrails/0/below'],
  ['what nobody can watch', [{ watch: 'weather', then: 'stop' }], {}, '/guardrails/0/watch'],
])('refuses %s', (_, guardrails, more, pointer) => {
  expect(check(guardrails, more).problems).toMatchObject([{ pointer }]);
});

it('tells in words what is watched and what is done', () => {
  const guardrails = [LIFT, { watch: 'cost', ahead: 0.2, then: 'alert' }, { watch: 'sampleRatio', then: 'alert' }];
  const planned = { limits: { budget: 100 }, active: { from: '2026-11-01', to: '2026-11-30' } };
  const { documents, problems } = check(guardrails, planned);
  expect(problems).toEqual([]);
  const { sections } = explainDocument(documents!, 'coupon');
  expect(sections.find(({ title }) => title === 'Guardrails')?.sentences).toEqual([
    'If those who get the offer convert at least 1 percentage points less often than those who are held out, for 95 % certain at any time, it stops by itself until somebody resumes it.',
    'If its offers cost 20 % more than the budget allows for by then, spread evenly over its time, an alert is sent.',
    'If people come to the arms or the hold-out in other shares than are drawn, beyond chance, an alert is sent.',
  ]);
});
