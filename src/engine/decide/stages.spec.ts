import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from './decide.js';
import { qualify } from './stages/qualify.js';
import { type Decision } from '../decision.js';
import { type Strategy, type Way } from '../index.js';
import { type Availability, type DecisionInput, type Scores } from '../input.js';
import { compileRelease } from '../plan/release.js';

const NOW = Date.parse('2026-11-22T08:00:00Z');

/** Everything that a blocker may change; nothing blocks here. */
interface Situation {
  readonly strategy: Strategy;
  readonly input: DecisionInput;
  readonly scores: Scores;
  readonly availability: Availability;
}

/** Blockers in the order of a decision, with the code that each one gives. */
type Blocker = readonly [code: string, block: (situation: Situation) => Situation];

const before: readonly Blocker[] = [
  ['NOT_ACTIVE', (s) => ({ ...s, strategy: { ...s.strategy, active: { from: '2027-01-01' } } })],
  ['SUPPRESSED', (s) => ({ ...s, input: { ...s.input, suppressed: true } })],
  ['NO_CONSENT', (s) => ({ ...s, input: { ...s.input, consent: [] } })],
  ['SEGMENT_MISS', (s) => ({ ...s, input: { ...s.input, facts: { ...s.input.facts, orders: 0 } } })],
];
const modelOnly: readonly Blocker[] = [
  ['TRIGGER_MISS', (s) => ({ ...s, input: { ...s.input, events: [] } })],
  [
    'WOULD_CONVERT_ANYWAY',
    (s) => ({ ...s, scores: { natural: { status: 'scored', version: 1, value: 0.95, rank: 0.99 } } }),
  ],
];
const baselineOnly: readonly Blocker[] = [
  ['BASELINE_MISS', (s) => ({ ...s, input: { ...s.input, facts: { ...s.input.facts, picked: false } } })],
];
const after: readonly Blocker[] = [
  ['CAPPED', (s) => ({ ...s, input: { ...s.input, contacts: [{ strategy: 's', offer: 'o', at: NOW - 1 }] } })],
  ['OFFER_INELIGIBLE', (s) => ({ ...s, input: { ...s.input, facts: { ...s.input.facts, eligible: false } } })],
  ['HOLDOUT', (s) => ({ ...s, strategy: { ...s.strategy, experiment: { ...s.strategy.experiment!, holdout: 1 } } })],
  ['STOCK_SPENT', (s) => ({ ...s, availability: { ...s.availability, stockSpent: ['s/o'] } })],
  ['BUDGET_SPENT', (s) => ({ ...s, availability: { ...s.availability, budgetSpent: ['s/o'] } })],
];

const ways: readonly (readonly [Way, readonly Blocker[]])[] = [
  ['model', [...before, ...modelOnly, ...after]],
  ['baseline', [...before, ...baselineOnly, ...after]],
];

test.each(ways)('in the arm “%s” any set of blockers reports its first one', (arm, blockers) => {
  expect(lastCode(decisionOf(clear(arm)))).toBe('OFFERED');
  fc.assert(
    fc.property(fc.subarray([...blockers], { minLength: 1 }), (chosen) => {
      const situation = chosen.reduce((sum, [, block]) => block(sum), clear(arm));
      expect(lastCode(decisionOf(situation))).toBe(chosen[0]![0]);
    }),
    { numRuns: 300 },
  );
});

test('what blocks only the other arm blocks nobody', () => {
  const blocked = (arm: Way, blockers: readonly Blocker[]) =>
    lastCode(decisionOf(blockers.reduce((sum, [, block]) => block(sum), clear(arm))));
  expect(blocked('baseline', modelOnly)).toBe('OFFERED');
  expect(blocked('model', baselineOnly)).toBe('OFFERED');
});

test('of people who are decided about by one release each is told its own arm and words', () => {
  const { strategy, input, scores, availability } = clear('model');
  const fact = (type: 'number' | 'boolean') => ({ type, from: { profile: 'x' }, words: 'x' });
  const facts = { orders: fact('number'), picked: fact('boolean'), eligible: fact('boolean') };
  const halves = { ...strategy, experiment: { seed: 'seed', arms: { model: 0.5, baseline: 0.5 } } };
  const documents = { facts, segments: [], models: [], strategies: [halves] };
  const shared = compileRelease(documents, 'sha256:1');
  for (let user = 0; user < 50; user++) {
    const made = {
      input: { ...input, userId: `u${user}`, facts: { ...input.facts, orders: user } },
      scores,
      availability,
    };
    expect(decide({ ...made, release: shared })).toEqual(
      decide({ ...made, release: compileRelease(documents, 'sha256:1') }),
    );
  }
});

test('a strategy qualifies alike whether it is asked alone or with all others', () => {
  const fact = (type: 'number' | 'string') => ({ type, from: { profile: 'x' }, words: 'x' });
  const { strategy, input } = clear('model');
  const leaf = fc.oneof(
    fc.record({
      fact: fc.constant('orders'),
      operator: fc.constantFrom('greaterThan', 'lessThan', 'equal'),
      value: fc.integer({ min: 0, max: 3 }),
    }),
    fc.record({
      fact: fc.constant('city'),
      operator: fc.constantFrom('equal', 'notEqual'),
      value: fc.constantFrom('a', 'b'),
    }),
  );
  const segments = fc.array(fc.array(leaf, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 });
  const values = fc.record(
    { orders: fc.integer({ min: 0, max: 3 }), city: fc.constantFrom('a', 'b', 'c') },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(segments, values, (conditions, facts) => {
      const release = compileRelease(
        {
          facts: { orders: fact('number'), city: fact('string'), picked: fact('number'), eligible: fact('number') },
          segments: [],
          models: [],
          strategies: conditions.map((any, index) => ({ ...strategy, id: `s${index}`, segment: { any } })),
        },
        'sha256:1',
      );
      const together = qualify({ ...input, facts, strategies: null }, release).strategies;
      const alone = release.strategies.flatMap(
        ({ document }) => qualify({ ...input, facts, strategies: [document.id] }, release).strategies,
      );
      expect(together.map(({ steps }) => steps)).toEqual(alone.map(({ steps }) => steps));
    }),
    { numRuns: 200 },
  );
});

function clear(arm: Way): Situation {
  const strategy: Strategy = {
    id: 's',
    title: 'A strategy with every stage',
    goal: { event: 'order', within: 'P7D', margin: 0.5, orderValue: 100, natural: { model: 'natural' } },
    consent: 'marketing',
    active: { to: '2027-12-31' },
    segment: { all: [{ fact: 'orders', operator: 'greaterThan', value: 0 }] },
    trigger: { all: [{ fact: 'events', params: { name: 'visit', within: 'P1D' }, operator: 'equal', value: 1 }] },
    predictive: {
      when: { all: [{ fact: 'score', params: { model: 'natural' }, operator: 'lessThan', value: 0.9 }] },
      onFailure: 'none',
    },
    baseline: { title: 'By hand', when: { all: [{ fact: 'picked', operator: 'equal', value: true }] }, offer: 'o' },
    offers: [
      {
        id: 'o',
        title: 'An offer',
        when: { all: [{ fact: 'eligible', operator: 'equal', value: true }] },
        faceValue: 1,
        redemptionRate: 1,
        contactCost: 0,
        response: { rate: 0.5 },
      },
    ],
    limits: { perUser: { contacts: 1, within: 'P7D' } },
    experiment: { seed: 'seed', arms: { model: arm === 'model' ? 1 : 0, baseline: arm === 'model' ? 0 : 1 } },
  };
  const input: DecisionInput = {
    id: 'd',
    userId: 'u',
    now: NOW,
    strategies: null,
    facts: { orders: 1, picked: true, eligible: true },
    events: [{ name: 'visit', at: NOW, properties: {} }],
    consent: ['marketing'],
    suppressed: false,
    contacts: [],
  };
  return {
    strategy,
    input,
    scores: { natural: { status: 'scored', version: 1, value: 0.1, rank: 0.5 } },
    availability: { stockSpent: [], budgetSpent: [] },
  };
}

function decisionOf({ strategy, ...made }: Situation): Decision {
  const fact = (type: 'number' | 'boolean') => ({ type, from: { profile: 'x' }, words: 'x' });
  const facts = { orders: fact('number'), picked: fact('boolean'), eligible: fact('boolean') };
  const documents = { facts, segments: [], models: [], strategies: [strategy] };
  return decide({ ...made, release: compileRelease(documents, 'sha256:1') });
}

function lastCode({ reasons }: Decision): string | undefined {
  return reasons.at(-1)?.code;
}
