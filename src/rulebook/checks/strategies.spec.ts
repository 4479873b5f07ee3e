import { describe, expect, it } from 'vitest';
import { problemsOf, type Rulebook, warningsOf } from './support/loose-rulebook.js';

describe('strategies', () => {
  it('end after they begin', () => {
    const active = (from: string, to: string) =>
      problemsOf(({ strategies }) => (strategies[0]!['active'] = { from, to }));
    expect(active('2026-11-02', '2026-11-01')).toEqual(['strategies/coupon.json /active/to']);
    expect(active('2026-11-02', '2026-11-02')).toEqual([]);
    expect(active('2026-11-02T10:00:00Z', '2026-11-02T10:00:00Z')).toEqual(['strategies/coupon.json /active/to']);
    expect(active('2026-02-30x', '2026-12-01')).toEqual(['strategies/coupon.json /active/from']);
  });

  it('have any number of arms, each with an id of its own and by the model or the human rule', () => {
    const arm = (id: string, share: number, by: unknown = 'model') => ({ id, share, by });
    const found = (...arms: unknown[]) => problemsOf(({ strategies }) => (strategies[0]!.experiment.arms = arms));
    expect(found(arm('a', 0.2), arm('b', 0.3, 'baseline'), arm('c', 0.5))).toEqual([]);
    expect(found(arm('a', 0.2), arm('a', 0.8))).toEqual(['strategies/coupon.json /experiment/arms/1/id']);
    expect(found(arm('a', 0.2), arm('b', 0.7))).toEqual(['strategies/coupon.json /experiment/arms']);
    expect(found()).toEqual(['strategies/coupon.json /experiment/arms']);
    expect(found(arm('a', 1, 'nobody'))).toEqual(['strategies/coupon.json /experiment/arms/0/by']);
  });

  it('have arms by policies that there are, with options and facts that they take', () => {
    const found = (by: unknown) =>
      problemsOf(({ strategies }) => (strategies[0]!.experiment.arms = [{ id: 'a', share: 1, by }]));
    const at = (pointer: string) => [`strategies/coupon.json /experiment/arms/0/by${pointer}`];
    const context = ['orders', { fact: 'orders', mean: 3, deviation: 2 }, { fact: 'city', is: ['Shanghai'] }];
    expect(found({ policy: 'bandit', reward: 'profit', explore: 0.05, context, options: {} })).toEqual([]);
    expect(found({ policy: 'bandits' })).toEqual(at('/policy → bandit'));
    expect(found({ policy: 'logistic-regression' })).toEqual(at('/policy'));
    expect(found({ policy: 'bandit', options: { epoch: 1 } })).toEqual(at('/options/epoch → epochs'));
    expect(found({ policy: 'bandit', context: ['city'] })).toEqual(at('/context/0'));
    expect(found({ policy: 'bandit', context: [{ fact: 'orders', is: ['1'] }] })).toEqual(at('/context/0/fact'));
    expect(found({ policy: 'bandit', explore: 0.6 })).toHaveLength(1);
  });

  it('have arms that add up to 1', () => {
    expect(problemsOf(({ strategies }) => (strategies[0]!.experiment.arms = { model: 0.5, baseline: 0.6 }))).toEqual([
      'strategies/coupon.json /experiment/arms',
    ]);
    expect(problemsOf(({ strategies }) => (strategies[0]!.experiment.arms = { model: 0.9, baseline: 0.1 }))).toEqual(
      [],
    );
  });

  it('take probabilities only from models that give them', () => {
    expect(
      problemsOf(({ models }) => {
        models[0]!['task'] = 'regression';
        models[0]!['plugin'] = 'logistic-regression';
      }),
    ).toEqual(['models/natural.json /task', 'strategies/coupon.json /goal/natural/model']);
  });

  it('use a model of a flat file only where its features are facts', () => {
    const flat = (features: string[]) =>
      problemsOf(({ models }) => Object.assign(models[0]!, { label: { column: 'visit' }, features }));
    expect(flat(['orders', 'city'])).toEqual([]);
    expect(flat(['orders', 'history_segment'])).toEqual(['strategies/coupon.json /goal/natural/model']);
  });

  it('give each column of a flat file one part', () => {
    const flat = (change: object): ((rules: Rulebook) => void) => {
      return ({ models }) => Object.assign(models[0]!, { label: { column: 'visit' }, ...change });
    };
    const arms = { column: 'orders', control: 'none' };
    expect(problemsOf(flat({ features: ['orders', 'visit'] }))).toContain('models/natural.json /features/1');
    expect(problemsOf(flat({ person: 'city', features: ['orders', 'city'] }))).toContain(
      'models/natural.json /features/1',
    );
    expect(problemsOf(flat({ task: 'uplift', treatment: arms, features: ['orders'] }))).toContain(
      'models/natural.json /features/0',
    );
    expect(warningsOf(flat({ treatment: arms, features: ['orders'] }))).toContain('models/natural.json /features/0');
    expect(problemsOf(flat({ person: 'visit', treatment: { ...arms, column: 'visit' } }))).toEqual(
      expect.arrayContaining(['models/natural.json /person', 'models/natural.json /treatment/column']),
    );
  });

  it('warn where nothing is wrong but hardly meant', () => {
    expect(
      warningsOf(({ strategies }) => {
        const [strategy] = strategies;
        delete strategy!['consent'];
        strategy!.goal.natural = { rate: 0.3 };
        strategy!.offers[0]!.minimumSpend = 5;
        strategy!.limits.budget = 1;
      }),
    ).toEqual([
      'strategies/coupon.json ',
      'strategies/coupon.json /offers/0/minimumSpend',
      'strategies/coupon.json /limits/budget',
      'strategies/coupon.json /offers/0/response/rate',
    ]);
  });
});
