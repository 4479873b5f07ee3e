import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestDocuments } from '../documents/request-documents.js';
import { found, leaf, plugins, problemsOf, type Rulebook, rulebook, validate } from './support/loose-rulebook.js';
import { validateDocuments } from './validate.js';

describe('a rulebook', () => {
  it('is valid where everything fits together', () => {
    const { documents, problems, warnings } = validate(() => undefined);
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
    expect(documents?.strategies[0]?.id).toBe('coupon');
  });

  it('reports all problems of all documents together', () => {
    const problems = problemsOf((rules) => {
      rules.facts['city']!['type'] = 'sting';
      rules.segments[0]!['condition'] = leaf('ordrs', 'greaterThan', 0);
      rules.models[0]!['plugin'] = 'logistic-regresion';
      rules.strategies[0]!.baseline.offer = 'tenn';
    });
    expect(problems).toEqual([
      'facts.json /facts/city/type → string',
      'models/natural.json /plugin → logistic-regression',
      'strategies/coupon.json /baseline/offer → ten',
    ]);
  });

  it('does not report the references to a document that has problems of its own', () => {
    const problems = problemsOf((rules) => {
      delete rules.segments[0]!['title'];
      delete rules.models[0]!['features'];
    });
    expect(problems).toEqual(['segments/buyers.json /title', 'models/natural.json /features']);
  });

  it('is never published where the engine cannot load it', () => {
    const { documents, problems } = validateDocuments(requestDocuments({ ...rulebook(), segments: [{ id: 'a' }] }));
    expect(documents).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
  });
});

describe('names', () => {
  it.each<[string, (rules: Rulebook) => void, string]>([
    [
      'a fact',
      ({ segments }) => (segments[0]!['condition'] = leaf('oders', 'equal', 1)),
      'segments/buyers.json /condition/fact → orders',
    ],
    [
      'a segment',
      ({ strategies }) => (strategies[0]!['segment'] = 'local'),
      'strategies/coupon.json /segment → locals',
    ],
    ['a population', ({ models }) => (models[0]!['population'] = 'buyer'), 'models/natural.json /population → buyers'],
    ['a feature', ({ models }) => (models[0]!['features'] = ['cty']), 'models/natural.json /features/0 → city'],
    [
      'a natural model',
      ({ strategies }) => (strategies[0]!.goal.natural.model = 'naturel'),
      'strategies/coupon.json /goal/natural/model → natural',
    ],
    [
      'a response model',
      ({ strategies }) => (strategies[0]!.offers[0]!.response = { model: 'natura' }),
      'strategies/coupon.json /offers/0/response/model → natural',
    ],
    [
      'a scored model',
      ({ strategies }) => (strategies[0]!.predictive.when.all[0]!.params.model = 'natual'),
      'strategies/coupon.json /predictive/when/all/0/params/model → natural',
    ],
    [
      'a ranking model',
      ({ strategies }) => (strategies[0]!.predictive.rankBy = { model: 'natrual' }),
      'strategies/coupon.json /predictive/rankBy/model → natural',
    ],
    [
      'a ranking fact',
      ({ strategies }) => (strategies[0]!.baseline.rankBy.fact = 'order'),
      'strategies/coupon.json /baseline/rankBy/fact → orders',
    ],
    [
      'an order value',
      ({ strategies }) => (strategies[0]!.goal.orderValue = { fact: 'orderz' }),
      'strategies/coupon.json /goal/orderValue/fact → orders',
    ],
    [
      'a part of a ratio',
      ({ facts }) => (facts['couponShare']!['from'] = { ratio: ['couponOrder', 'orders'] }),
      'facts.json /facts/couponShare/from/ratio/0 → couponOrders',
    ],
    [
      'an option of the plugin',
      ({ models }) => (models[0]!['options'] = { epoch: 3 }),
      'models/natural.json /options/epoch → epochs',
    ],
    [
      'a sensitive fact',
      ({ strategies }) => (strategies[0]!['sensitiveFacts'] = { gendr: 'x' }),
      'strategies/coupon.json /sensitiveFacts/gendr → gender',
    ],
  ])('%s that nothing has is reported with the nearest', (_, change, expected) => {
    expect(problemsOf(change)).toEqual([expected]);
  });

  it('a segment that nothing has is reported where it is named, and not by what uses that segment', () => {
    expect(problemsOf(({ segments }) => (segments[1]!['condition'] = { condition: 'byers' }))).toEqual([
      'segments/locals.json /condition/condition → buyers',
    ]);
  });

  it('an id must be the name of its file', () => {
    const documents = [
      {
        kind: 'segment' as const,
        name: 'a',
        file: 'segments/a.json',
        content: { id: 'b', title: 'B', condition: { all: [] } },
      },
    ];
    expect(found(validateDocuments({ documents, unread: [], problems: [] }).problems)).toEqual(['segments/a.json /id']);
  });

  it('an id may stand once', () => {
    expect(problemsOf(({ segments }) => segments.push({ ...segments[0] }))).toEqual(['segments/buyers.json /id']);
    expect(problemsOf(({ strategies }) => strategies[0]!.offers.push(strategies[0]!.offers[0]!))).toEqual([
      'strategies/coupon.json /offers/1/id',
    ]);
  });

  it('the facts with parameters cannot be defined', () => {
    expect(problemsOf(({ facts }) => (facts['events'] = facts['city']!))).toEqual(['facts.json /facts/events']);
  });
});

describe('circles', () => {
  it('of segments are reported where they begin', () => {
    const problems = problemsOf(({ segments }) => (segments[0]!['condition'] = { condition: 'locals' }));
    expect(problems).toContain('segments/buyers.json /condition/condition');
    expect(problems).toContain('segments/locals.json /condition/all/0/condition');
  });

  it('of ratios are reported once', () => {
    expect(problemsOf(({ facts }) => (facts['orders']!['from'] = { ratio: ['couponShare', 'couponOrders'] }))).toEqual([
      'facts.json /facts/orders/from/ratio',
    ]);
  });
});

describe('whatever is sent', () => {
  it('is answered with problems, never with an exception', () => {
    const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
    fc.assert(
      fc.property(json, (body) => {
        expect(validateDocuments(requestDocuments(body), { plugins }).documents).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('is answered with problems, also where a valid rulebook is broken somewhere', () => {
    const places = placesOf(rulebook());
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (place, value) => {
        const rules = rulebook();
        replace(rules, place, value);
        const { documents, problems } = validateDocuments(requestDocuments(rules), { plugins });
        expect(documents === null).toBe(problems.length > 0);
      }),
      { numRuns: 1000 },
    );
  });
});

function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesOf(part, [...path, key]))].filter(
    (place) => place.length > 0,
  );
}

function replace(target: object, [key = '', ...rest]: readonly string[], value: unknown): void {
  const object = target as Record<string, unknown>;
  if (rest.length === 0) object[key] = value;
  else replace(object[key] as object, rest, value);
}
