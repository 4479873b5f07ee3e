import { expect, it } from 'vitest';
import { type ExperimentSums } from './experiment-sums.js';
import { readExperiment } from './read-experiment.js';

interface Spent {
  readonly converted: number;
  readonly value: number;
  readonly cost: number;
}

/** An arm of so many people of whom so many converted, each spending as much; everybody costs as much, within a little noise. */
function arm(name: string, people: number, { converted, value, cost }: Spent): ExperimentSums['arms'][number] {
  const noise = people * 0.25 ** 2;
  const costs = people * cost;
  const squares = people * cost * cost + noise;
  return {
    arm: name,
    share: 1,
    moments: {
      people,
      sums: [converted, converted * value, costs],
      products: [
        [converted, converted * value, converted * cost],
        [converted * value, converted * value * value, converted * value * cost],
        [converted * cost, converted * value * cost, squares],
      ],
    },
  };
}

function verdictOf(baseline: Spent, model: Spent, noWorseThan?: number, people = 20_000) {
  const arms = [arm('baseline', people, baseline), arm('model', people, model)];
  const sums: ExperimentSums = {
    ...{ variables: ['converted', 'value', 'cost'], control: 'baseline', arms, inSeveralArms: 0 },
    ...{ days: 10, segments: [] },
  };
  const options = { level: 0.95, margin: 0.01, peeking: null, primary: 'conversion' } as const;
  return readExperiment(sums, noWorseThan === undefined ? options : { ...options, noWorseThan }).verdict;
}

const BASELINE = { converted: 4000, value: 10, cost: 2 };

it('ships an arm that has as many conversions for less, and says for what', () => {
  const verdict = verdictOf(BASELINE, { ...BASELINE, cost: 1.5 }, 0.1);
  expect(verdict).toMatchObject({ kind: 'ship', arm: 'model', reason: 'efficiency' });
  expect(verdict.words).toMatch(
    /^Ship model for what it saves, as many conversions for less: conversion of model .* cost a person −0\.50/,
  );
  expect(verdictOf(BASELINE, { ...BASELINE, cost: 1.5 })).toMatchObject({ kind: 'stop', arm: null, reason: null });
});

it('ships none that costs as much, or that may have fewer conversions than are allowed', () => {
  expect(verdictOf(BASELINE, BASELINE, 0.1).kind).toBe('stop');
  expect(verdictOf(BASELINE, { ...BASELINE, converted: 3500, cost: 1.5 }, 0.1)).toMatchObject({ kind: 'stop' });
  // The margin is a hundredth of 20 %, and 20,000 people an arm tell no difference as small.
  const open = verdictOf(BASELINE, { ...BASELINE, cost: 1.5 }, 0.01);
  expect(open).toMatchObject({ kind: 'keep running', reason: null });
  expect(open.days).toBeGreaterThan(10);
});

it('ships what is surely better for its effect', () => {
  const better = { ...BASELINE, converted: 4400, cost: 1.5 };
  expect(verdictOf(BASELINE, better, 0.1)).toMatchObject({ kind: 'ship', reason: 'effect' });
});
