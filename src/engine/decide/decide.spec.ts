import fc from 'fast-check';
import { describe as group, expect, test } from 'vitest';
import { choose, chooseWithout } from './stages/choose.js';
import { decide } from './decide.js';
import { describe } from './explanation/describe.js';
import { type Condition, type ReleaseDocuments, type Strategy } from '../index.js';
import { type Availability, type DecisionInput, type ScoreResult, type Scores } from '../input.js';
import { searchNearestChange } from './explanation/nearest-change.js';
import { qualify } from './stages/qualify.js';
import { compileRelease } from '../plan/release.js';
import { contactToRepeat, decideKnowing, repeated } from './stages/repeat.js';

const NOW = Date.parse('2026-11-22T08:00:00Z');
const DAY = 86_400_000;
const ALL_LEFT: Availability = { stockSpent: [], budgetSpent: [] };

const everybody: Condition = { all: [] };
const scoreBelow: Condition = {
  all: [{ fact: 'score', params: { model: 'natural' }, operator: 'lessThan', value: 0.5 }],
};

const coupon: Strategy = {
  id: 'coupon',
  title: 'A coupon',
  goal: { event: 'order', within: 'P7D', margin: 0.3, orderValue: { fact: 'basket' }, natural: { model: 'natural' } },
  segment: { all: [{ fact: 'age', operator: 'greaterThanInclusive', value: 18 }] },
  predictive: { when: scoreBelow, onFailure: 'none' },
  baseline: { title: 'Everybody', offer: 'ten' },
  offers: [
    {
      id: 'ten',
      title: 'Ten off',
      faceValue: 10,
      redemptionRate: 0.5,
      contactCost: 1,
      response: { model: 'response' },
    },
    { id: 'two', title: 'Two off', faceValue: 2, redemptionRate: 0.5, contactCost: 1, response: { rate: 0.3 } },
  ],
  limits: { perUser: { contacts: 1, within: 'P7D' } },
};

const hello: Strategy = {
  id: 'hello',
  title: 'A message',
  goal: { event: 'visit', within: 'P1D', margin: 1, orderValue: 1 },
  segment: everybody,
  baseline: { title: 'Everybody', offer: 'hello' },
  offers: [{ id: 'hello', title: 'Hello', faceValue: 0, redemptionRate: 0, contactCost: 0, response: { rate: 0.1 } }],
};

const documents: ReleaseDocuments = {
  facts: {
    age: { type: 'number', unit: 'years', from: { profile: 'born', measure: 'yearsSince' }, words: 'years of age' },
    basket: { type: 'number', unit: 'money', from: { profile: 'basket' }, words: 'basket' },
  },
  segments: [],
  models: [],
  strategies: [hello, coupon],
};
const release = compileRelease(documents, 'sha256:1');

const scored = (value: number): ScoreResult => ({ status: 'scored', version: 1, value, rank: value });
const scores = { natural: scored(0.1), response: scored(0.6) };

function input(change: Partial<DecisionInput> = {}): DecisionInput {
  return {
    id: 'd1',
    userId: 'u1',
    now: NOW,
    strategies: null,
    facts: { age: 30, basket: 100 },
    events: [],
    consent: [],
    suppressed: false,
    contacts: [],
    ...change,
  };
}

group('qualify', () => {
  test('needs only the models of the strategies that passed so far', () => {
    expect(qualify(input(), release).needs).toEqual(['natural', 'response']);
    expect(qualify(input({ facts: { age: 17 } }), release).needs).toEqual([]);
    expect(qualify(input({ strategies: ['hello'] }), release).needs).toEqual([]);
  });

  test('the baseline arm needs only what its own offer’s figures read', () => {
    const experiment = { seed: 's', arms: { model: 0, baseline: 1 } };
    const baseline = { ...coupon.baseline, offer: 'two' };
    const only = compileRelease({ ...documents, strategies: [{ ...coupon, baseline, experiment }] }, 'sha256:1');
    expect(qualify(input(), only).needs).toEqual(['natural']);
  });

  test('refuses an unknown strategy with the nearest name', () => {
    expect(() => qualify(input({ strategies: ['cupon'] }), release)).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_STRATEGY', problems: [expect.objectContaining({ nearest: 'coupon' })] }),
    );
  });
});

group('choose', () => {
  test('says what must be reserved: contact cost and face value', () => {
    const choice = choose(qualify(input(), release), scores, ALL_LEFT);
    expect(choice.reservation).toEqual({ strategy: 'coupon', offer: 'ten', amount: 11 });
  });

  test('goes on to the next offer and the next strategy as the availability shrinks, and then to nothing', () => {
    const qualified = qualify(input(), release);
    const spent: string[] = [];
    const made: (string | null)[] = [];
    for (let i = 0; i < 4; i++) {
      const { reservation } = choose(qualified, scores, { ...ALL_LEFT, stockSpent: [...spent] });
      made.push(reservation && `${reservation.strategy}/${reservation.offer}`);
      spent.push(made.at(-1) ?? '');
    }
    expect(made).toEqual(['coupon/ten', 'coupon/two', 'hello/hello', null]);
  });

  test('what a recommender chose stands in the content of the offer, and that nothing was where none did', () => {
    const content = { headline: 'For you', recommend: { model: 'goods', items: 2 } };
    const offers = [{ ...hello.offers[0]!, content }] as const;
    const goods = compileRelease({ ...documents, strategies: [{ ...hello, offers }] }, 'sha256:1');
    const chosen = {
      ...{ model: 'goods', version: 3, fallback: null },
      items: [{ id: 'a', words: 'because you bought b' }],
    };
    const decided = (recommended: Record<string, typeof chosen> | null) =>
      decide({ input: input(), release: goods, scores, availability: ALL_LEFT, recommended }).offer?.content;
    expect(decided({ 'hello/hello': chosen })).toEqual({ headline: 'For you', recommend: chosen });
    expect(decided(null)).toEqual({
      headline: 'For you',
      recommend: { model: 'goods', version: null, items: [], fallback: 'none' },
    });
  });

  test('every stage returns a frozen value', () => {
    const qualified = qualify(input(), release);
    const choice = choose(qualified, scores, ALL_LEFT);
    for (const value of [
      qualified,
      qualified.needs,
      qualified.strategies,
      choice,
      choice.verdicts,
      choice.reservation,
    ]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });

  test('a score that was needed and is not given counts as failed', () => {
    const decision = decide({ input: input({ strategies: ['coupon'] }), release, scores: {}, availability: ALL_LEFT });
    expect(decision).toMatchObject({ outcome: 'none', stoppedBy: 'predictive', fallback: 'SCORER_FAILED' });
  });

  test('no condition that reads a failed score ever targets by itself', () => {
    const leaf = fc.record({
      fact: fc.constant('score'),
      params: fc.constant({ model: 'natural' }),
      operator: fc.constantFrom('lessThan', 'greaterThan', 'notEqual', 'equal'),
      value: fc.constantFrom(0, 0.5, 1),
    });
    const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 2 }) }),
        fc.record({ not: tie('tree') }),
        fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 2 }) }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom('failed', 'no-champion'), (when, status) => {
        const strategies = [{ ...coupon, predictive: { when, onFailure: 'none' as const } }];
        const failure = { status, code: 'SCORER_NOT_FINITE', message: '' } as ScoreResult;
        const decision = decide({
          input: input(),
          release: compileRelease({ ...documents, strategies }, 'sha256:1'),
          scores: { ...scores, natural: failure },
          availability: ALL_LEFT,
        });
        expect(decision.outcome).toBe('none');
        expect(decision.fallback).toBe(status === 'failed' ? 'SCORER_FAILED' : 'NO_CHAMPION');
      }),
      { numRuns: 50 },
    );
  });
});

group('compileRelease', () => {
  test('copies the documents: later changes do not reach it', () => {
    const mutable = structuredClone<unknown>(documents) as { strategies: { title: string }[] };
    const compiled = compileRelease(mutable as unknown as ReleaseDocuments, 'sha256:1');
    mutable.strategies[0]!.title = 'changed';
    expect(compiled.documents.strategies[0]!.title).toBe('A message');
    expect(Object.isFrozen(mutable)).toBe(false);
  });

  test.each([
    ['a score in a trigger', { trigger: scoreBelow }, '/trigger'],
    ['a score in the human rule', { baseline: { ...coupon.baseline, when: scoreBelow } }, '/baseline/when'],
    ['an unknown offer', { baseline: { ...coupon.baseline, offer: 'none' } }, '/baseline/offer'],
    ['a month as a window', { limits: { perUser: { contacts: 1, within: 'P1M' } } }, '/limits/perUser/within'],
    ['a date that is none', { active: { from: 'soon' } }, '/active'],
    [
      'a bad duration of events',
      {
        trigger: {
          all: [{ fact: 'events', params: { name: 'a', within: 'P1Y' }, operator: 'equal' as const, value: 1 }],
        },
      },
      '/trigger',
    ],
  ])('refuses %s', (_, change, pointer) => {
    const strategies = [{ ...coupon, ...change }];
    expect(() => compileRelease({ ...documents, strategies }, 'sha256:1')).toThrow(
      expect.objectContaining({
        code: 'INVALID_DOCUMENT',
        problems: [expect.objectContaining({ pointer: expect.stringContaining(pointer) as unknown })],
      }),
    );
  });
});

group('nearest change', () => {
  /** Drives a search with scores that depend on the facts. */
  const search = (choice: ReturnType<typeof choose>, score: (facts: Readonly<Record<string, unknown>>) => Scores) => {
    const found = searchNearestChange(choice);
    let step = found.next();
    while (step.done !== true) step = found.next(score(step.value.facts));
    return step.value;
  };

  test('says what comes out when it is decided again, with the scores of the changed facts', () => {
    const facts = fc.record({ age: fc.integer({ min: 10, max: 30 }), basket: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(facts, fc.double({ min: 0, max: 1, noNaN: true }), (known, steepness) => {
        const scoresOf = (values: Readonly<Record<string, unknown>>) => ({
          ...scores,
          natural: scored(Math.min(1, (steepness * Number(values['basket'])) / 60)),
        });
        const choiceOf = (values: Record<string, unknown>) =>
          choose(qualify(input({ facts: values, strategies: ['coupon'] }), release), scoresOf(values), ALL_LEFT);
        const before = choiceOf(known);
        const { nearestChange } = describe(before, 'full', { counterfactual: search(before, scoresOf) });
        if (nearestChange === null) return;
        const after = describe(choiceOf({ ...known, [nearestChange.fact]: nearestChange.to }), 'full');
        expect(nearestChange).toMatchObject({ outcome: after.outcome, offer: after.offer?.id ?? null });
        expect([after.outcome, after.offer?.id]).not.toEqual([before.outcome, before.offered?.offer.document.id]);
      }),
    );
  });

  test('counts on the human rule where no model is in use, and on nothing where one fails', () => {
    const human: Strategy = { ...coupon, predictive: { when: scoreBelow, onFailure: 'baseline' } };
    const rules = compileRelease({ ...documents, strategies: [human] }, 'sha256:1');
    const young = choose(qualify(input({ facts: { age: 12, basket: 50 } }), rules), {}, ALL_LEFT);
    const changeWith = (result: ScoreResult) =>
      describe(young, 'full', {
        counterfactual: search(young, () => ({ natural: result, response: result })),
      }).nearestChange;
    expect(changeWith({ status: 'no-champion' })).toMatchObject({
      fact: 'age',
      to: 18,
      outcome: 'offer',
      offer: 'ten',
    });
    expect(changeWith({ status: 'failed', code: 'SCORER_TIMEOUT', message: 'late' })).toBeNull();
  });

  test('is not sought for a hold-out, nor where no strategy is asked', () => {
    const held = compileRelease(
      { ...documents, strategies: [{ ...hello, experiment: { seed: 's', holdout: 1 } }] },
      'sha256:1',
    );
    expect(describe(choose(qualify(input(), held), {}, ALL_LEFT), 'full')).toMatchObject({
      outcome: 'holdout',
      nearestChange: null,
    });
    const none = choose(qualify(input({ strategies: [] }), release), {}, ALL_LEFT);
    expect(describe(none, 'full')).toMatchObject({ strategy: null, outcome: 'none', nearestChange: null });
  });
});

group('asking twice', () => {
  const contact = { strategy: 'coupon', offer: 'ten', at: NOW - 2 * DAY, decision: 'd0' };

  test('the latest contact inside the strategy’s own window is to be repeated', () => {
    const later = { ...contact, at: NOW - DAY, decision: 'd1' };
    expect(contactToRepeat(input({ contacts: [later, contact] }), release)).toEqual(later);
  });

  test.each([
    ['too old', { at: NOW - 7 * DAY }],
    ['still to come', { at: NOW + 1 }],
    ['not from a decision', { decision: undefined }],
    ['of a strategy without a cap', { strategy: 'hello' }],
    ['followed by the goal', { goalReachedAt: NOW - DAY }],
    ['of a strategy that is gone', { strategy: 'gone' }],
  ])('a contact that is %s is not repeated', (_, change) => {
    const { decision, ...rest } = { ...contact, ...change };
    const changed = decision === undefined ? rest : { ...rest, decision };
    expect(contactToRepeat(input({ contacts: [changed] }), release)).toBeNull();
  });

  test('an offer stands for an even share of the time of its cap, and no longer than its goal counts', () => {
    const standsFor = (contacts: number, goalWithin: string) => {
      const [coupon] = documents.strategies.filter(({ id }) => id === 'coupon') as [Strategy];
      const limits = { perUser: { contacts, within: 'P8D' } };
      const changed = { ...coupon, limits, goal: { ...coupon.goal, within: goalWithin } };
      return compileRelease({ ...documents, strategies: [changed] }, 'sha256:2').strategies[0]?.cap?.standsFor;
    };
    expect([standsFor(1, 'P14D'), standsFor(2, 'P14D'), standsFor(4, 'P14D'), standsFor(1, 'P3D')]).toEqual([
      8 * DAY,
      4 * DAY,
      2 * DAY,
      3 * DAY,
    ]);
  });

  test('a goal event that the request itself tells ends the repetition, one from before the offer does not', () => {
    const { event } = (documents.strategies.find(({ id }) => id === 'coupon') as Strategy).goal;
    const done = (at: number) => input({ contacts: [contact], events: [{ name: event, at, properties: {} }] });
    expect(contactToRepeat(done(NOW - DAY), release)).toBeNull();
    expect(contactToRepeat(done(NOW - 3 * DAY), release)).toEqual(contact);
  });

  test('a contact of a strategy that is not asked is not repeated', () => {
    expect(contactToRepeat(input({ contacts: [contact], strategies: ['hello'] }), release)).toBeNull();
  });

  test('once contacts are known the earlier decision stands, or the caps count; nobody is contacted without consent', () => {
    const first = choose(qualify(input(), release), scores, ALL_LEFT);
    expect(decideKnowing(first, [])).toEqual({ kind: 'new', choice: first });
    expect(decideKnowing(first, [contact])).toEqual({ kind: 'repeat', contact });
    const elsewhere = decideKnowing(first, [{ strategy: 'coupon', offer: 'ten', at: contact.at }]);
    expect(elsewhere).toMatchObject({ kind: 'new', choice: { offered: { offer: { document: { id: 'hello' } } } } });
    const suppressed = choose(qualify(input({ suppressed: true }), release), scores, ALL_LEFT);
    expect(decideKnowing(suppressed, [contact])).toMatchObject({ kind: 'new', choice: { outcome: 'none' } });
  });

  test('what could not be reserved is left out, with how much was left', () => {
    const level = { used: 5, limit: 5, needed: 1 };
    const first = choose(qualify(input(), release), scores, ALL_LEFT);
    const second = chooseWithout(first, { code: 'STOCK_SPENT', level });
    expect(second.availability).toMatchObject({
      stockSpent: ['coupon/ten'],
      levels: { 'STOCK_SPENT coupon/ten': level },
    });
    expect(second.reservation).not.toEqual(first.reservation);
    const none = chooseWithout(chooseWithout(second, { code: 'BUDGET_SPENT', level }), { code: 'STOCK_SPENT', level });
    expect(none).toMatchObject({ outcome: 'none', reservation: null });
    expect(chooseWithout(none, { code: 'STOCK_SPENT', level })).toBe(none);
  });

  test('a repeated decision is the same one, marked', () => {
    const decision = decide({ input: input(), release, scores, availability: ALL_LEFT });
    expect(repeated(decision)).toEqual({ ...decision, repeated: true });
  });
});
