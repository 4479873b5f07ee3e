import { expect, it } from 'vitest';
import { type Experiment, type Strategy } from '#strata/engine';
import { momentsOf } from '#strata/statistics/experiments';
import { planExperiment } from '../planning/index.js';
import { knownFigures } from './known-figures.js';
import { type ModelPlanQuestion, planModel } from './plan-model.js';

const strategyWith = (experiment?: Experiment): Strategy =>
  ({ id: 'coupon', goal: { margin: 0.5 }, ...(experiment === undefined ? {} : { experiment }) }) as Strategy;
const question = (changes: Partial<ModelPlanQuestion> = {}): ModelPlanQuestion => ({
  strategy: strategyWith(),
  model: 'natural',
  decide: 'conversion',
  metric: { kind: 'proportion', rate: 0.04 },
  rate: 0.04,
  peoplePerDay: 2000,
  effect: 0.1,
  share: 0.5,
  read: 'once',
  power: 0.8,
  ...changes,
});

it('writes the block of the experiment with what it takes', () => {
  const { experiment, words } = planModel(question());
  const { people, days } = planExperiment({
    ...{ metric: { kind: 'proportion', rate: 0.04 }, effect: 0.1, peoplePerDay: 2000, shares: [1, 1] },
    ...{ scale: 'relative', decidedBy: 'difference', level: 0.95, power: 0.8 },
  }).comparisons[0]!.once;
  expect(experiment).toEqual({
    seed: 'coupon-natural',
    arms: { model: 0.5, baseline: 0.5 },
    plan: { model: 'natural', decide: 'conversion', people, days, effect: 0.1, read: 'once' },
  });
  expect(words[0]).toBe('To see 4 % become 4.4 % takes 78,945 people in all, 40 days, read once, at the planned end.');
  expect(words.at(-1)).toBe('Planned: 78,945 people in 40 days, read once.');
});

it('asks for as many people as both questions take, where the model may pass by what it saves', () => {
  const { experiment, words } = planModel(question({ noWorseThan: 0.05, read: 'at any time' }));
  expect(experiment.plan!.people).toBeGreaterThan(
    4 * planModel(question({ read: 'at any time' })).experiment.plan!.people * 0.9,
  );
  expect(experiment.plan).toMatchObject({ noWorseThan: 0.05, read: 'at any time' });
  expect(words.join(' ')).toContain('conversions are at most 5 % fewer');
  expect(() => planModel(question({ noWorseThan: 0.05, rate: null }))).toThrow(
    'How many of control convert is not known.',
  );
});

it('goes on with the seed, hold-out and people of an experiment that is there, in a phase of its own', () => {
  const running: Experiment = { seed: 's', holdout: 0.1, coverage: 0.5, arms: { model: 0.9, baseline: 0.1 }, phase: 2 };
  const { plan, ...experiment } = planModel(question({ strategy: strategyWith(running), share: 0.3 })).experiment;
  expect(plan).toMatchObject({ model: 'natural' });
  expect(experiment).toEqual({ ...running, arms: { model: 0.3, baseline: 0.7 }, phase: 3 });
  const { phase } = planModel(question({ strategy: strategyWith({ seed: 's', holdout: 0.1 }) })).experiment;
  expect(phase).toBeUndefined();
});

it('is refused where no number of people shows it', () => {
  expect(() => planModel(question({ effect: 30 }))).toThrow('cannot become');
});

const people = (count: number, share: number, value: number, cost: number) => {
  const converted = Array.from({ length: count }, (_, index) => Number(index < share * count));
  const spent = converted.map((one) => one * value);
  return momentsOf([converted, spent, converted.map(() => cost), converted.map(() => 0)]);
};
const DAY = 86_400_000;
const NOBODY = { groups: new Map(), inSeveral: 0 };

it('knows the human rule from its arm, and the people of a shadow from who was treated and held out', () => {
  const traffic = {
    ...{
      title: 'natural@2',
      share: 0.5,
      words: '',
      people: 1000,
      decisions: 1200,
      offers: 600,
      ownOffers: 500,
      days: 10,
    },
  };
  const arms = new Map([
    ['model', people(900, 0.5, 10, 1)],
    ['baseline', people(1000, 0.2, 10, 1)],
  ]);
  const ran = { first: 0, last: 20 * DAY };
  const strategy = strategyWith({ seed: 's', arms: { model: 0.5, baseline: 0.5 } });
  const known = knownFigures(
    strategy,
    { arms: { groups: arms, inSeveral: 0 }, roles: NOBODY, bands: null, parts: [], moments: [], ran },
    traffic,
  )!;
  expect(known).toMatchObject({
    peoplePerDay: 95,
    words: expect.stringContaining('1,000 people of its arm') as string,
  });
  expect(known.metrics.conversion).toEqual({ kind: 'proportion', rate: 0.2 });
  // Half of the value of those who converted, less the cost of everybody: 0.5 × 2 − 1.
  expect(known.metrics.profit).toMatchObject({ kind: 'mean', mean: 0 });

  const roles = {
    groups: new Map([
      ['treated', people(500, 0.4, 10, 1)],
      ['held-out', people(200, 0.1, 10, 0)],
    ]),
    inSeveral: 0,
  };
  const mixed = knownFigures(
    strategyWith(),
    { arms: NOBODY, roles, bands: null, parts: [], moments: [], ran },
    traffic,
  )!;
  // Half of the decisions were offers.
  expect(mixed.metrics.conversion).toMatchObject({ rate: 0.25 });
  expect(mixed.metrics.profit).toMatchObject({ mean: expect.closeTo(0.5 * 2.5 - 0.5, 9) as number });
  expect(mixed.peoplePerDay).toBe(200);
  expect(
    knownFigures(strategyWith(), { arms: NOBODY, roles, bands: null, parts: [], moments: [], ran }, null),
  ).toBeNull();
});
