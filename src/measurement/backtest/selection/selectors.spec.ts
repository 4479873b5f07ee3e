import { describe, expect, it } from 'vitest';
import { type DecisionInput, type FactCatalogue, type Offer, type ScoreResult, type Strategy } from '#strata/engine';
import { type ScoredRows } from '#strata/engine/columns';
import { decide } from '#strata/engine/decide';
import { compileRelease } from '#strata/engine/plan';
import { seededRandom } from '#sdk';
import { type HistoryRows } from '../history/history-rows.js';
import { rankRows } from './selectors.js';
import { type ScoredModel } from './strategy-models.js';

const ROWS = 400;
const FACTS: FactCatalogue = {
  orders: { type: 'number', from: { profile: 'orders' }, words: 'orders' },
  basket: { type: 'number', unit: 'money', from: { profile: 'basket' }, words: 'basket' },
  city: { type: 'string', from: { profile: 'city' }, words: 'city' },
};
const offer = (id: string, changes: Partial<Offer>): Offer => ({
  id,
  title: id,
  faceValue: 5,
  redemptionRate: 0.9,
  contactCost: 0.05,
  response: { rate: 0.05 },
  ...changes,
});
const STRATEGY: Strategy = {
  id: 'coupons',
  title: 'Coupons',
  goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: { fact: 'basket' } },
  segment: { all: [] },
  predictive: { onFailure: 'none' },
  baseline: { title: 'By hand', offer: 'post', rankBy: { fact: 'orders', order: 'desc' } },
  offers: [
    // By its name the second treatment of its model, although it is the first offer.
    offer('post', { response: { model: 'uplift' } }),
    offer('email', { response: { model: 'uplift' }, faceValue: 2 }),
    offer('call', { response: { model: 'other-uplift' }, contactCost: 1 }),
  ],
};

const random = seededRandom(4);
const column = (draw: () => number): Float64Array => Float64Array.from({ length: ROWS }, draw);
const upliftScores = (treatments: readonly string[]): ScoredRows => {
  const natural = column(() => 0.2 * random.uniform());
  const treated = treatments.map((name) => [name, column(() => 0.4 * random.uniform())] as const);
  const most = (row: number): number => Math.max(...treated.map(([, values]) => values[row]!)) - natural[row]!;
  return {
    values: natural.map((_, row) => most(row)),
    ranks: column(() => random.uniform()),
    outcomes: { natural, treated: new Map(treated) },
  };
};
const SCORES: ReadonlyMap<string, ScoredRows> = new Map([
  ['uplift', upliftScores(['email', 'post'])],
  ['other-uplift', upliftScores(['call'])],
]);
const ORDERS = column(() => (random.uniform() < 0.1 ? Number.NaN : random.integer(9)));
const BASKET = column(() => (random.uniform() < 0.1 ? Number.NaN : 200 * random.uniform()));
const CITIES = Int32Array.from({ length: ROWS }, () => random.integer(4) - 1);

const HISTORY: HistoryRows = {
  rows: ROWS,
  rowsInFile: ROWS,
  rowNumbers: Uint32Array.from({ length: ROWS }, (_, row) => row),
  roles: {
    label: 'order_placed',
    treatment: null,
    time: null,
    value: null,
    redeemed: null,
    propensity: null,
    campaign: null,
    eligible: null,
    person: null,
  },
  arm: null,
  propensity: null,
  eligible: null,
  times: null,
  person: Uint32Array.from({ length: ROWS }, (_, row) => row),
  personNames: null,
  pool: new Uint32Array(ROWS),
  poolNames: ['all rows'],
  converted: new Float64Array(ROWS),
  value: new Float64Array(ROWS),
  cost: new Float64Array(ROWS),
  usable: new Uint8Array(ROWS).fill(1),
  facts: new Map([
    ['orders', { name: 'orders', type: 'number', kind: 'number', values: ORDERS }],
    ['basket', { name: 'basket', type: 'number', kind: 'number', values: BASKET }],
    ['city', { name: 'city', type: 'category', kind: 'category', codes: CITIES, categories: ['Bonn', 'Kiel', 'Ulm'] }],
  ]),
  notes: [],
};

const MODELS: ReadonlyMap<string, ScoredModel> = new Map(
  [...SCORES].map(([model, scores]) => [
    model,
    {
      judged: { model, version: 1, plugin: 'constant', learnedBefore: null },
      features: [],
      scores,
      unseen: new Uint8Array(ROWS).fill(1),
      sameSource: false,
    },
  ]),
);
const rank = (strategy: Strategy) => rankRows({ strategy, segments: [], history: HISTORY, models: MODELS });

/** The row's person, decided alone. */
function decided(strategy: Strategy, row: number) {
  const cell = (values: Float64Array) => (Number.isNaN(values[row]) ? undefined : values[row]);
  const known = { orders: cell(ORDERS), basket: cell(BASKET), city: ['Bonn', 'Kiel', 'Ulm'][CITIES[row]!] };
  const input: DecisionInput = {
    id: 'd',
    userId: `row ${row}`,
    now: 0,
    strategies: null,
    facts: Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    events: [],
    consent: [],
    suppressed: false,
    contacts: [],
  };
  const scores = Object.fromEntries(
    [...SCORES].map(([model, { values, ranks, outcomes }]): [string, ScoreResult] => [
      model,
      {
        status: 'scored',
        version: 1,
        value: values[row]!,
        rank: ranks![row]!,
        outcomes: {
          natural: outcomes!.natural[row]!,
          treated: Object.fromEntries([...outcomes!.treated].map(([name, all]) => [name, all[row]!])),
        },
      },
    ]),
  );
  const models = [...SCORES.keys()].map((id) => ({
    id,
    title: id,
    plugin: 'constant',
    task: 'uplift' as const,
    label: { event: 'order_placed', within: 'P14D' },
    features: ['orders'],
  }));
  const release = compileRelease({ facts: FACTS, segments: [], models, strategies: [strategy] }, 'sha256:test');
  return decide({ input, release, scores, availability: { stockSpent: [], budgetSpent: [] } });
}

const VARIANTS: readonly (readonly [string, Strategy])[] = [
  ['whose offers are treatments of two uplift models', STRATEGY],
  [
    'whose condition reads the score of an uplift model',
    {
      ...STRATEGY,
      predictive: {
        when: { fact: 'score', params: { model: 'uplift' }, operator: 'greaterThan', value: 0.05 },
        onFailure: 'none',
      },
    },
  ],
  [
    'whose offers are for some cities only',
    {
      ...STRATEGY,
      offers: STRATEGY.offers.map((each) => ({
        ...each,
        ...(each.id === 'email' ? {} : { when: { fact: 'city', operator: 'in', value: ['Bonn', 'Ulm'] } }),
      })),
    },
  ],
  ['whose goal has a natural rate', { ...STRATEGY, goal: { ...STRATEGY.goal, natural: { rate: 0.02 } } }],
];

describe.each(VARIANTS)('a strategy %s', (_, strategy) => {
  const ranking = rank(strategy);

  it('makes every row of a history the offer that it makes this person', () => {
    for (let row = 0; row < ROWS; row++) {
      const { offer: made } = decided(strategy, row);
      const score = ranking.strategy.scores[row]!;
      expect(score > -Infinity).toBe(made !== null);
      if (made === null) continue;
      expect(strategy.offers[ranking.strategy.offer[row]! - 1]!.id).toBe(made.id);
      expect(score).toBeCloseTo(made.expected!.profit, 5);
    }
  });

  it('gives by hand whatever the human rule gives this person', () => {
    const byHand = { ...strategy, experiment: { seed: 's', arms: { model: 0, baseline: 1 } } };
    for (let row = 0; row < ROWS; row++) {
      const { offer: made } = decided(byHand, row);
      expect(ranking.humanRule!.scores[row]! > -Infinity).toBe(made !== null);
    }
  });
});

describe('the rankings of a strategy of uplift models', () => {
  it('know what happens without an offer, although no natural model is named', () => {
    expect([...rank(STRATEGY).natural!]).toEqual([...SCORES.get('uplift')!.outcomes!.natural]);
  });

  it('rank by the effect of the treatment that does most, whichever stands last', () => {
    const { strategy } = rank({ ...STRATEGY, predictive: { rankBy: { model: 'uplift' }, onFailure: 'none' } });
    const taken = [...strategy.scores]
      .map((score, row) => [score, row] as const)
      .filter(([score]) => score > -Infinity);
    expect(taken.length).toBeGreaterThan(ROWS / 4);
    for (const [score, row] of taken) expect(score).toBe(SCORES.get('uplift')!.values[row]);
  });

  it('refuse an offer that is no treatment of its model', () => {
    const strategy = { ...STRATEGY, offers: [...STRATEGY.offers, offer('visit', { response: { model: 'uplift' } })] };
    expect(() => rank(strategy)).toThrow(expect.objectContaining({ code: 'BAD_USAGE' }));
  });
});
