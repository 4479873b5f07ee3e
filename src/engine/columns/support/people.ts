import fc from 'fast-check';
import {
  type Availability,
  type DecisionInput,
  type PolicyAnswers,
  type ScoreResult,
  type Scores,
  type Strategy,
  type UserEvent,
} from '../../index.js';
import { channels, cities, defined, maybe, numbers, probabilities } from './strategies.js';

/** The clock of all cases. */
export const NOW = Date.parse('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;

const dates = fc.constantFrom('2026-11-01', '2026-11-21T23:00:00Z', '2025-01-31');
const mistyped = fc.constantFrom<unknown>(null, 'thirty', '30', Number.NaN, true, [], ['vip'], { a: 1 }, Infinity);

/** A person, and what the models say of it. */
export interface Case {
  readonly input: DecisionInput;
  readonly scores: Scores;
  readonly policies: PolicyAnswers;
}

/** A few people of whom each may lack, or have mistyped, what the others have. */
export function casesOf(strategy: Strategy, people = { minLength: 12, maxLength: 24 }): fc.Arbitrary<readonly Case[]> {
  return fc
    .constantFrom(['a', 'b'], ['mail'], ['a', 'mail', 'c'])
    .chain((treatments) =>
      fc.array(
        fc.record({ input: inputOf(strategy), scores: scoresOf(treatments), policies: answersOf(strategy) }),
        people,
      ),
    );
}

/** What of a strategy's offers is spent. */
export function availabilityOf({ id, offers }: Strategy): fc.Arbitrary<Availability> {
  const pairs = fc.subarray(offers.map((each) => `${id}/${each.id}`));
  const prices = fc.dictionary(
    fc.constantFrom(...offers.map((each) => `${id}/${each.id}`)),
    fc.constantFrom(0.5, 3, 20),
  );
  return fc
    .record({ stockSpent: pairs, budgetSpent: pairs, prices: maybe(prices, 1) })
    .map((availability) => defined(availability) as Availability);
}

/** The same, mostly of nothing. */
export function fewSpentOf(strategy: Strategy): fc.Arbitrary<Availability> {
  const nothing = fc.constant<Availability>({ stockSpent: [], budgetSpent: [] });
  return fc.oneof({ weight: 3, arbitrary: nothing }, availabilityOf(strategy));
}

function inputOf({ id: strategy }: Strategy): fc.Arbitrary<DecisionInput> {
  const ids = fc.oneof(
    fc.nat({ max: 50 }).map((n) => `user-${n}`),
    fc.constantFrom('ü', '', 'x'.repeat(60)),
  );
  return fc
    .record({
      id: fc.uuid(),
      userId: ids,
      now: fc.constant(NOW),
      strategies: fc.constant([strategy]),
      facts: facts(),
      events: fc.array(event(), { maxLength: 4 }),
      consent: fc.constantFrom([], ['marketing'], ['marketing', 'other'], ['marketing']),
      suppressed: fc.nat({ max: 11 }).map((n) => n === 0),
      contacts: fc.array(
        fc
          .record({
            strategy: fc.constantFrom(strategy, strategy, 'another'),
            offer: fc.constant('a'),
            channel: maybe(channels, 1),
            at: fc.integer({ min: -8 * 24, max: 2 }).map((hours) => NOW + hours * HOUR),
            decision: maybe(fc.constant('d0'), 1),
            goalReachedAt: maybe(fc.constant(NOW), 4),
          })
          .map(defined),
        { maxLength: 3 },
      ),
      person: maybe(ids, 4),
      drawnAs: maybe(fc.record({ [strategy]: ids }), 4),
      switchedOff: maybe(fc.constant({ [strategy]: { fixedArms: { by: 'ann', reason: 'r', since: NOW } } }), 9),
    })
    .map((input) => defined(input) as unknown as DecisionInput);
}

function facts(): fc.Arbitrary<Record<string, unknown>> {
  const known = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
    fc.oneof(
      { weight: 8, arbitrary: value },
      { weight: 1, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: mistyped },
    );
  return fc
    .record({
      age: known(numbers),
      basket: known(numbers),
      city: known(cities),
      member: known(fc.boolean()),
      joined: known(dates),
      tags: known(fc.subarray(['vip', 'new', 3])),
      zone: known(fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Nowhere/City')),
    })
    .map(defined);
}

function event(): fc.Arbitrary<UserEvent> {
  return fc.record({
    name: fc.constantFrom('cart', 'order'),
    at: fc.integer({ min: -4 * 24, max: 1 }).map((hours) => NOW + hours * HOUR),
    properties: fc.constant({}),
  });
}

/** What the strategy's policy says, of some of its offers or of none. */
function answersOf({ id, offers }: Strategy): fc.Arbitrary<PolicyAnswers> {
  const probabilities = fc
    .tuple(...offers.map(() => fc.constantFrom(0, 1, 2, 7)))
    .map((weights) => Object.fromEntries(offers.map((each, place) => [each.id, weights[place] ?? 0])));
  return fc.oneof(
    { weight: 6, arbitrary: probabilities.map((all) => ({ [id]: answered(all) })) },
    fc.constantFrom<PolicyAnswers>({}, { [id]: { status: 'failed', code: 'POLICY_FAILED', message: '' } }),
  );
}

function answered(probabilities: Readonly<Record<string, number>>) {
  return { status: 'answered' as const, version: 1, probabilities };
}

function scoresOf(treatments: readonly string[]): fc.Arbitrary<Scores> {
  const failing: readonly ScoreResult[] = [
    { status: 'failed', code: 'SCORER_TIMEOUT', message: '' },
    { status: 'no-champion' },
  ];
  const orNone = (scored: fc.Arbitrary<ScoreResult>): fc.Arbitrary<ScoreResult | undefined> =>
    fc.oneof({ weight: 12, arbitrary: scored }, fc.constantFrom(...failing, undefined));
  const plain = fc.tuple(probabilities, probabilities).map(([value, rank]): ScoreResult => {
    return { status: 'scored', version: 1, value, rank };
  });
  const uplift = fc
    .tuple(probabilities, fc.array(probabilities, { minLength: 3, maxLength: 3 }), probabilities)
    .map(([natural, chances, rank]): ScoreResult => {
      const treated = Object.fromEntries(treatments.map((name, index) => [name, chances[index] ?? 0]));
      const value = Math.max(...Object.values(treated)) - natural;
      return { status: 'scored', version: 1, value, rank, outcomes: { natural, treated } };
    });
  return fc
    .record({ natural: orNone(plain), response: orNone(plain), other: orNone(plain), uplift: orNone(uplift) })
    .map((scores) => defined(scores) as Scores);
}
