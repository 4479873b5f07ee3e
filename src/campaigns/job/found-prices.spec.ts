import { expect, test } from 'vitest';
import { seededRandom } from '#sdk';
import { type Availability, type Strategy } from '#strata/engine';
import { idKeys, optionBlock } from '#strata/engine/allocation';
import { decideColumns, optionsOf, OUTCOMES, type People, qualifyColumns } from '#strata/engine/columns';
import { compileRelease, drawsOf } from '#strata/engine/plan';
import { PackedTexts } from '#strata/kernel/texts';
import { allocateAll } from '../../../test/support/allocation/allocate-all.js';
import { EVERYTHING } from '../../../test/support/suite.js';
import { foundPrices } from './found-prices.js';

const STRATEGY: Strategy = {
  id: 'coupons',
  title: 'Coupons',
  goal: { event: 'order', within: 'P14D', margin: 0.4, orderValue: { fact: 'spend' }, natural: { rate: 0.05 } },
  segment: { all: [] },
  baseline: { title: 'By hand', offer: 'five' },
  offers: [
    { id: 'five', title: '5', faceValue: 5, redemptionRate: 0.9, contactCost: 0.1, response: { model: 'five' } },
    {
      id: 'ten',
      title: '10',
      faceValue: 10,
      redemptionRate: 0.9,
      contactCost: 0.1,
      response: { model: 'ten' },
      channel: 'mail',
    },
  ],
  limits: { shadowPrices: { maxAge: 'P7D' } },
};

function peopleOf(rows: number, seed: number): People {
  const random = seededRandom(seed);
  const numbers = (next: () => number) => Float64Array.from({ length: rows }, next);
  const models = ['five', 'ten'].map((id) => [id, { values: numbers(() => 0.5 * random.uniform()) }] as const);
  const spend = numbers(() => 20 + 100 * random.uniform());
  return {
    rows,
    now: 0,
    facts: new Map([['spend', { kind: 'number', values: spend }]]),
    scores: new Map(models),
    ids: PackedTexts.of(Array.from({ length: rows }, (_, row) => `u${String(row)}`)),
  };
}

const run = {
  row: { id: 'run-1' },
  strategy: { document: STRATEGY, draws: drawsOf(STRATEGY.experiment) },
  plan: { now: 7 },
  payload: { document: {} },
};
type Run = Parameters<typeof foundPrices>[0];
type Manifest = Parameters<typeof foundPrices>[1];
const pricesOf = (allocation: readonly object[], changed: object = {}) =>
  foundPrices({ ...run, ...changed } as unknown as Run, { allocation } as unknown as Manifest);

test('at the prices that a campaign found, live decisions offer what it gave, but for a few at the cut', () => {
  const strategy = compileRelease({ facts: {}, segments: [], models: [], strategies: [STRATEGY] }, 'r').strategies[0]!;
  for (const [seed, budget] of (EVERYTHING ? [300, 900, 1_600] : [900]).entries()) {
    const people = peopleOf(400, seed + 1);
    const { offers } = optionsOf(qualifyColumns(strategy, people), people.scores);
    const rows = Uint32Array.from({ length: people.rows }, (_, row) => row);
    const quotas = new Uint32Array(people.rows);
    const block = optionBlock(offers, rows, { keys: idKeys(people.ids!), quotas, objective: 'profit' });
    const problem = {
      offers: [
        { id: 'five', reserve: 5.1 },
        { id: 'ten', reserve: 10.1 },
      ],
      budget,
      quotas: [],
    };
    const allocated = allocateAll(
      problem,
      block,
      Array.from(rows, (row) => people.ids!.at(row)),
    );
    if (allocated.kind === 'infeasible') throw new Error('expected an allocation');
    const found = pricesOf([{ arm: null, ...allocated.report }])!;
    expect(found.budget).toBeGreaterThan(0);
    expect(found.offers['five']).toBeCloseTo(5.1 * found.budget, 9);
    const prices = Object.fromEntries(Object.entries(found.offers).map(([id, price]) => [`coupons/${id}`, price]));
    const availability: Availability = { stockSpent: [], budgetSpent: [], prices };
    const live = decideColumns(strategy, { ...people, availability });
    const differing = [...rows].filter((row) => {
      const offer = live.outcome[row] === OUTCOMES.indexOf('offer') ? live.offer[row] : -1;
      return offer !== allocated.offers[row];
    });
    expect(differing.length).toBeLessThanOrEqual(8);
  }
});

test('are those of the arms that go by models, by their shares, and only where profit was looked for', () => {
  const arms = [
    { id: 'a', share: 0.3, by: 'model' },
    { id: 'b', share: 0.1, by: 'model' },
    { id: 'hand', share: 0.6, by: 'baseline' },
  ] as const;
  const experiment = { seed: 's', arms };
  const strategy = { document: { ...STRATEGY, experiment }, draws: drawsOf(experiment) };
  const allocation = [
    { arm: 'a', prices: [1, 2], limits: [{ limit: { kind: 'budget' }, multiplier: 0.2 }] },
    { arm: 'b', prices: [3, 6], limits: [{ limit: { kind: 'budget' }, multiplier: 0.6 }] },
    { arm: 'hand', prices: [70, 70], limits: [] },
  ];
  const found = pricesOf(allocation, { strategy })!;
  expect(found).toMatchObject({ strategy: 'coupons', run: 'run-1', at: 7 });
  expect(found.budget).toBeCloseTo(0.3, 12);
  expect(found.offers['five']).toBeCloseTo(1.5, 12);
  expect(found.offers['ten']).toBeCloseTo(3, 12);
  expect(pricesOf(allocation, { strategy, payload: { document: { objective: 'conversions' } } })).toBeNull();
  const ordered = {
    ...run.strategy,
    document: { ...STRATEGY, predictive: { rankBy: { model: 'five' }, onFailure: 'none' } },
  };
  expect(pricesOf([{ arm: null, prices: [1, 2], limits: [] }], { strategy: ordered })).toBeNull();
});
