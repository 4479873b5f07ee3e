import fc from 'fast-check';
import {
  type Condition,
  type ContactPolicy,
  type ExperimentArm,
  type FactCatalogue,
  type Strategy,
} from '../../index.js';

/** A few facts of every type. */
export const FACTS: FactCatalogue = {
  age: { type: 'number', from: { profile: 'age' }, words: 'age' },
  basket: { type: 'number', from: { profile: 'basket' }, words: 'basket' },
  city: { type: 'string', from: { profile: 'city' }, words: 'city' },
  member: { type: 'boolean', from: { profile: 'member' }, words: 'is a member' },
  joined: { type: 'date', from: { profile: 'joined' }, words: 'joining date' },
  tags: { type: 'list', from: { profile: 'tags' }, words: 'tags' },
  zone: { type: 'string', from: { profile: 'zone' }, words: 'time zone' },
};
/** Models of one output, and one of uplift. */
const MODELS = ['natural', 'response', 'other'];
const UPLIFT = 'uplift';
const OFFERS = ['b', 'a', 'd', 'c'];

export const numbers = fc.constantFrom(-3, 0, 18, 30, 30.5, 65, 100);
export const cities = fc.constantFrom('Shanghai', 'Hangzhou', 'shanghai', '');
export const probabilities = fc.constantFrom(0, 0.05, 0.2, 0.5, 0.9, 1, 1 / 3);

const ofNumber = leaf(['age', 'basket'], ['lessThan', 'greaterThanInclusive', 'equal', 'notEqual'], numbers);
const onFacts: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: ofNumber },
  leaf(
    ['city'],
    ['equal', 'notEqual', 'startsWith', 'ignoringCase:equal', 'matches'],
    fc.constantFrom('Shanghai', 'S'),
  ),
  leaf(['city'], ['in', 'notIn'], fc.array(cities, { maxLength: 3 })),
  leaf(['member'], ['equal', 'notEqual'], fc.boolean()),
  leaf(['joined'], ['greaterThan', 'lessThanInclusive', 'equal'], fc.constantFrom('2026-11-01', '2025-01-31')),
  leaf(['tags'], ['contains', 'doesNotContain', 'someFact:equal'], fc.constantFrom('vip', 'new')),
  leaf(Object.keys(FACTS), ['exists'], fc.boolean()),
  leaf(['age'], ['lessThan', 'equal'], fc.constant({ fact: 'basket' })),
);
const onEvents = fc
  .record({
    name: fc.constantFrom('cart', 'order'),
    within: fc.constantFrom('PT12H', 'P3D'),
    without: fc.option(fc.constant('order'), { nil: undefined }),
  })
  .chain((params) => leaf(['events'], ['greaterThanInclusive', 'lessThan'], fc.constantFrom(1, 2), params));
const onScores = fc
  .record({ model: fc.constantFrom(...MODELS, UPLIFT), as: fc.option(fc.constant('rank'), { nil: undefined }) })
  .chain((params) => leaf(['score'], ['lessThan', 'greaterThanInclusive'], probabilities, params));

const segments = treeOf(onFacts);
const triggers = treeOf(fc.oneof(onEvents, onFacts));
const predictions = treeOf(fc.oneof({ weight: 3, arbitrary: onScores }, onEvents, onFacts));

const responses = fc.oneof(
  fc.record({ rate: probabilities }),
  fc.record({ model: fc.constantFrom(...MODELS) }),
  fc
    .record({ model: fc.constant(UPLIFT), treatment: fc.option(fc.constantFrom('a', 'mail'), { nil: undefined }) })
    .map(defined),
);
export const channels = fc.constantFrom('sms', 'mail');
const offer = fc
  .record({
    title: fc.constant('an offer'),
    faceValue: fc.constantFrom(0, 5, 20.1),
    redemptionRate: fc.constantFrom(0, 0.5, 0.9),
    contactCost: fc.constantFrom(0, 0.05, 1),
    response: responses,
    when: fc.option(predictions, { nil: undefined, freq: 2 }),
    channel: maybe(channels, 1),
  })
  .map(defined);
const sources = fc.oneof(fc.record({ rate: probabilities }), fc.record({ model: fc.constantFrom(...MODELS, UPLIFT) }));
const shares = fc.constantFrom(0, 0.3, 0.5, 1);
const ways = fc.constantFrom<ExperimentArm['by']>(
  'model',
  'baseline',
  { policy: 'bandit', context: ['age', { fact: 'city', is: ['Shanghai'] }] },
  { policy: 'bandit', explore: 0.2 },
);
const arms = fc.oneof(
  shares.map((model) => ({ model, baseline: 1 - model })),
  fc.tuple(shares, ways, ways, ways).map(([share, ...by]) => [
    { id: 'first', share: share / 2, by: by[0] },
    { id: 'second', share: share / 2, by: by[1] },
    { id: 'third', share: 1 - share, by: by[2] },
  ]),
);

/** Strategies that use all that a strategy may use. */
export const strategies: fc.Arbitrary<Strategy> = fc
  .record({
    id: fc.constantFrom('s', 'long-strategy'),
    title: fc.constant('a strategy'),
    goal: fc
      .record({
        event: fc.constant('order'),
        within: fc.constantFrom('P1D', 'P14D'),
        margin: fc.constantFrom(0.3, 1),
        orderValue: fc.oneof(
          fc.constantFrom(80, 300),
          fc.constantFrom('basket', 'city').map((fact) => ({ fact })),
        ),
        natural: fc.option(sources, { nil: undefined }),
      })
      .map(defined),
    consent: maybe(fc.constant('marketing'), 3),
    active: maybe(fc.constantFrom({ from: '2026-11-22' }, { to: '2026-11-21' }, { from: '2027-01-01' }), 9),
    segment: segments,
    trigger: maybe(triggers, 2),
    predictive: maybe(
      fc
        .record({ when: fc.option(predictions, { nil: undefined }), onFailure: fc.constantFrom('baseline', 'none') })
        .map(defined),
      1,
    ),
    baseline: fc.record({ when: maybe(triggers, 1), title: fc.constant('by hand') }).map(defined),
    offers: fc.tuple(fc.subarray(OFFERS, { minLength: 1 }), fc.array(offer, { minLength: 4, maxLength: 4 })),
    limits: maybe(
      fc.record({ perUser: fc.record({ contacts: fc.constantFrom(1, 2), within: fc.constantFrom('P1D', 'P7D') }) }),
      1,
    ),
    experiment: maybe(
      fc
        .record({
          seed: fc.constantFrom('x', 'a long seed that does not fit into one block of the hash'),
          holdout: maybe(shares, 1),
          arms: maybe(arms, 1),
          coverage: maybe(shares, 3),
          namespace: maybe(fc.constant({ id: 'n', from: 0.2, to: 0.9 }), 3),
          otherwise: maybe(fc.constantFrom('none', 'model', 'baseline'), 2),
          phase: maybe(fc.constantFrom(1, 2), 3),
        })
        .map(defined),
      1,
    ),
    weight: maybe(fc.constantFrom(0, 1, 2.5), 2),
  })
  .map(({ offers: [ids, bodies], baseline, ...strategy }) => {
    const offers = ids.map((id, index) => ({ ...bodies[index], id }));
    return defined({ ...strategy, offers, baseline: { ...baseline, offer: ids.at(-1) } }) as unknown as Strategy;
  });

const paying = fc
  .record({
    title: fc.constant('an offer'),
    faceValue: fc.constantFrom(0, 5, 20.1),
    redemptionRate: fc.constantFrom(0, 0.5, 0.9),
    contactCost: fc.constantFrom(0, 0.05, 1),
    response: fc.oneof(
      { weight: 9, arbitrary: fc.record({ rate: fc.constantFrom(0.2, 0.5, 0.9) }) },
      fc.constant({ model: 'response' }),
    ),
    when: maybe(predictions, 8),
    channel: maybe(channels, 2),
  })
  .map(defined);

/**
 * Strategies with an arm by a policy and several offers that mostly bring a profit, so that many people come to a draw, with all
 * that may keep somebody from one.
 */
export const policyStrategies: fc.Arbitrary<Strategy> = fc
  .record({
    strategy: strategies,
    ids: fc.subarray(OFFERS, { minLength: 3 }),
    bodies: fc.array(paying, { minLength: 4, maxLength: 4 }),
    segment: fc.oneof({ weight: 6, arbitrary: fc.constant<Condition>({ all: [] }) }, segments),
    consent: maybe(fc.constant('marketing'), 8),
    level: fc.constantFrom('rules', 'rules', 'triggered', 'predicted'),
    explore: maybe(fc.constantFrom(0, 0.01, 0.2, 0.5), 1),
    share: fc.constantFrom(0.9, 1),
    holdout: maybe(fc.constantFrom(0.1, 0.5), 1),
  })
  .map(({ strategy, ids, bodies, segment, consent, level, explore, share, holdout }) => {
    const { trigger, predictive, limits, ...rest } = strategy;
    const by = defined({ policy: 'bandit', explore, context: ['age'] });
    const arms = [
      { id: 'explorer', share, by },
      { id: 'model', share: 1 - share, by: 'model' },
    ];
    return defined({
      ...rest,
      active: undefined,
      goal: { ...rest.goal, margin: 1, orderValue: 300, natural: { rate: 0.05 } },
      segment,
      consent,
      limits: level === 'rules' ? undefined : limits,
      trigger: level === 'triggered' ? trigger : undefined,
      predictive: level === 'predicted' ? predictive : undefined,
      baseline: { ...rest.baseline, offer: ids.at(-1) },
      offers: ids.map((id, index) => ({ ...bodies[index], id })),
      experiment: defined({ seed: 'x', holdout, arms }),
    }) as unknown as Strategy;
  });

const rules = { channel: maybe(channels, 1) };

/** Contact policies that sometimes hold somebody back; undefined: none is published. */
export const policies: fc.Arbitrary<ContactPolicy | undefined> = fc.option(
  fc
    .record({
      caps: fc.array(
        fc
          .record({ ...rules, contacts: fc.constantFrom(1, 2), within: fc.constantFrom('P1D', 'P7D') })
          .map((cap) => defined(cap)),
        { maxLength: 3 },
      ),
      quietHours: fc.array(
        fc
          .record({ ...rules, from: fc.constantFrom('21:00', '15:30'), to: fc.constantFrom('08:00', '16:30') })
          .map((span) => defined(span)),
        { maxLength: 2 },
      ),
      timeZone: maybe(fc.constant({ fact: 'zone' }), 1),
      holdout: maybe(fc.record({ seed: fc.constantFrom('x', 'all'), share: shares }), 3),
    })
    .map((policy) => defined(policy) as ContactPolicy),
  { nil: undefined, freq: 2 },
);

/** Contact policies, mostly none. */
export const fewPolicies = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, policies);

function leaf(
  names: readonly string[],
  operators: readonly string[],
  values: fc.Arbitrary<unknown>,
  params?: object,
): fc.Arbitrary<Condition> {
  return fc
    .record({ fact: fc.constantFrom(...names), operator: fc.constantFrom(...operators), value: values })
    .map((written) => ({ ...written, ...(params === undefined ? {} : { params: defined(params) }) }) as Condition);
}

/** Conditions of a few leaves that often hold. */
function treeOf(leaves: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  return fc.oneof(
    fc.array(leaves, { maxLength: 2 }).map((all) => ({ all })),
    fc.array(leaves, { minLength: 2, maxLength: 3 }).map((any) => ({ any })),
    fc.tuple(leaves, leaves).map(([first, second]) => ({ any: [first, { not: second }] })),
  );
}

export function maybe<T>(value: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> {
  return freq === 1
    ? fc.option(value, { nil: undefined, freq: 2 })
    : fc.oneof({ weight: 1, arbitrary: value }, { weight: freq, arbitrary: fc.constant(undefined) });
}

export function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
