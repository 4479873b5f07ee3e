import { describe, expect, it } from 'vitest';
import { requestDocuments } from '../documents/request-documents.js';
import { validateDocuments } from './validate.js';

const facts = {
  orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'orders' },
};
const strategy = (id: string, experiment: object) => ({
  id,
  title: id,
  goal: { event: 'order_placed', within: 'P14D', margin: 0.3, orderValue: 100, natural: { rate: 0.05 } },
  segment: { all: [{ fact: 'orders', operator: 'greaterThan', value: 0 }] },
  baseline: { title: 'Everybody', offer: 'gift' },
  offers: [{ id: 'gift', title: 'Gift', faceValue: 5, redemptionRate: 0.5, contactCost: 0.1, response: { rate: 0.3 } }],
  experiment: { seed: id, ...experiment },
});
const arms = { model: 0.5, baseline: 0.5 };

function problemsOf(...experiments: object[]): readonly string[] {
  return checked(...experiments).map(({ file, pointer }) => `${file} ${pointer}`);
}

function checked(...experiments: object[]) {
  const strategies = experiments.map((experiment, index) => strategy(`s${index}`, experiment));
  return validateDocuments(requestDocuments({ facts, strategies })).problems;
}

describe('experiments of a namespace', () => {
  const part = (from: number, to: number, id = 'n') => ({ arms, namespace: { id, from, to } });

  it('may lie side by side, and anywhere in different ones', () => {
    expect(problemsOf(part(0, 0.5), part(0.5, 1))).toEqual([]);
    expect(problemsOf(part(0, 0.6), part(0.5, 1, 'other'))).toEqual([]);
  });

  it('may not overlap', () => {
    expect(problemsOf(part(0, 0.6), part(0.5, 1))).toEqual([
      'strategies/s0.json /experiment/namespace',
      'strategies/s1.json /experiment/namespace',
    ]);
    const free = checked(part(0, 1), part(0.2, 0.3)).map(({ expected }) => expected);
    expect(free).toEqual(['a part that is free: 0 to 0.2, 0.3 to 1', 'another namespace: nothing of this one is free']);
  });

  it('have a part that has a beginning and an end', () => {
    expect(problemsOf(part(0.5, 0.5))).toEqual(['strategies/s0.json /experiment/namespace/to']);
    expect(problemsOf(part(0, 1.5))).toEqual(['strategies/s0.json /experiment/namespace/to']);
  });
});

it('who takes part is said of arms only', () => {
  expect(problemsOf({ holdout: 0.1, coverage: 0.5, otherwise: 'model', phase: 2 })).toEqual([
    'strategies/s0.json /experiment/coverage',
    'strategies/s0.json /experiment/otherwise',
    'strategies/s0.json /experiment/phase',
  ]);
  expect(problemsOf({ arms, coverage: 0.5, otherwise: 'model', phase: 2 })).toEqual([]);
});

it('a plan compares the arm of a model that is known with the human rule', () => {
  const plan = { model: 'natural', decide: 'profit', people: 1000, effect: 0.1, read: 'once' };
  expect(problemsOf({ holdout: 0.1, plan })).toEqual(['strategies/s0.json /experiment/plan']);
  const alone = [
    { id: 'a', share: 0.5, by: 'model' },
    { id: 'b', share: 0.5, by: 'model' },
  ];
  expect(problemsOf({ arms: alone, plan })).toEqual([
    'strategies/s0.json /experiment/plan/model',
    'strategies/s0.json /experiment/arms',
  ]);
});
