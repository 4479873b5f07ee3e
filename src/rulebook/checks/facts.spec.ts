import { describe, expect, it } from 'vitest';
import { leaf, problemsOf, type Rulebook, validate, warningsOf } from './support/loose-rulebook.js';

describe('facts by the first condition that holds', () => {
  const isNew = leaf('orders', 'lessThan', 2);
  const stage = (...firstOf: object[]) => ({ type: 'string', from: { firstOf }, words: 'stage' });
  const found = (fact: object) => problemsOf(({ facts }) => (facts['stage'] = { ...fact }));
  const at = (place: string) => [`facts.json /facts/stage/from/firstOf${place}`];

  it('are conditions over other facts, in their order, with a value each', () => {
    expect(
      found(stage({ when: isNew, is: 'new' }, { when: leaf('city', 'equal', 'Here'), is: 'local' }, { is: 'lost' })),
    ).toEqual([]);
    const number = { ...stage({ when: isNew, is: 1 }, { is: 2 }), type: 'number' };
    expect(found(number)).toEqual([]);
  });

  it.each([
    ['a value of another type', [{ when: isNew, is: 3 }, { is: 'lost' }], '/0/is'],
    ['a case that nobody reaches', [{ is: 'lost' }, { when: isNew, is: 'new' }], '/0'],
    ['an unknown fact', [{ when: leaf('order', 'lessThan', 2), is: 'new' }, { is: 'lost' }], '/0/when/fact → orders'],
    [
      'what no catalogue holds',
      [{ when: leaf('events', 'lessThan', 2, { name: 'x' }), is: 'new' }, { is: 'lost' }],
      '/0/when/fact',
    ],
    ['a segment', [{ when: { any: [{ condition: 'buyers' }] }, is: 'new' }, { is: 'lost' }], '/0/when'],
    ['what SQL cannot say', [{ when: leaf('city', 'matches', '^H'), is: 'new' }, { is: 'lost' }], '/0/when'],
    ['no case at all', [], ''],
  ])('are refused with %s', (_, cases, place) => {
    expect(found(stage(...cases))).toEqual(at(place));
  });

  it('are no dates and no lists', () => {
    expect(found({ ...stage({ is: '2026-01-01' }), type: 'date' })).toEqual(at(''));
  });

  it('are refused in a circle, also by way of a ratio', () => {
    const itself = stage({ when: leaf('stage', 'equal', 'new'), is: 'new' }, { is: 'lost' });
    expect(found(itself)).toEqual(at(''));
    const round = problemsOf(({ facts }) => {
      facts['share'] = { type: 'number', from: { ratio: ['level', 'orders'] }, words: 'share' };
      facts['level'] = {
        type: 'number',
        from: { firstOf: [{ when: leaf('share', 'lessThan', 1), is: 1 }, { is: 2 }] },
        words: 'level',
      };
    });
    expect(round).toEqual(['facts.json /facts/share/from/ratio']);
  });

  it('warn where somebody has no value', () => {
    expect(warningsOf(({ facts }) => (facts['stage'] = stage({ when: isNew, is: 'new' })))).toEqual(at(''));
  });

  it('are sensitive where they read what is', () => {
    const byGender = ({ facts, strategies }: Rulebook) => {
      facts['stage'] = stage({ when: leaf('gender', 'equal', 'f'), is: 'a' }, { is: 'b' });
      strategies[0]!['segment'] = leaf('stage', 'equal', 'a');
    };
    expect(problemsOf(byGender)).toEqual(['strategies/coupon.json /segment']);
    expect(
      problemsOf((rules) => {
        byGender(rules);
        rules.strategies[0]!['sensitiveFacts'] = { gender: 'we sell shoes' };
      }),
    ).toEqual([]);
  });
});

describe('layers', () => {
  const events = leaf('events', 'greaterThan', 0, { name: 'visited' });
  const score = leaf('score', 'lessThan', 0.9, { model: 'natural' });
  it.each<[string, (rules: Rulebook) => void, string]>([
    [
      'a segment reads no events',
      ({ segments }) => (segments[0]!['condition'] = events),
      'segments/buyers.json /condition/fact',
    ],
    [
      'a segment reads no scores',
      ({ strategies }) => (strategies[0]!['segment'] = score),
      'strategies/coupon.json /segment/fact',
    ],
    [
      'a trigger reads no scores',
      ({ strategies }) => (strategies[0]!['trigger'] = score),
      'strategies/coupon.json /trigger/fact',
    ],
    [
      'a human rule reads no scores',
      ({ strategies }) => (strategies[0]!.baseline.when = score),
      'strategies/coupon.json /baseline/when/fact',
    ],
  ])('%s', (_, change, expected) => {
    expect(problemsOf(change)).toEqual([expected]);
  });

  it('a human rule reads events', () => {
    expect(problemsOf(({ strategies }) => (strategies[0]!.baseline.when = events))).toEqual([]);
  });
});

describe('types', () => {
  it.each<[string, object, string]>([
    ['comparing text with a number', leaf('city', 'greaterThan', 5), '/condition/operator'],
    ['comparing text', leaf('city', 'lessThan', 'M'), '/condition/operator'],
    ['null', leaf('orders', 'equal', null), '/condition/value'],
    ['comparing a list', leaf('interests', 'greaterThan', 5), '/condition/operator'],
    ['a number that equals text', leaf('orders', 'equal', '5'), '/condition/value → 5'],
    ['a list that equals', leaf('interests', 'equal', 'tea'), '/condition/operator'],
    ['text among numbers', leaf('orders', 'in', [1, '2']), '/condition/value → 2'],
    ['containing in text', leaf('city', 'contains', 'x'), '/condition/operator'],
    ['a date that is none', leaf('joined', 'lessThan', 'soon'), '/condition/value'],
    ['another fact of another type', leaf('orders', 'equal', { fact: 'city' }), '/condition/value'],
  ])('%s does not fit', (_, condition, pointer) => {
    expect(problemsOf(({ segments }) => (segments[0]!['condition'] = condition))).toEqual([
      `segments/buyers.json ${pointer}`,
    ]);
  });

  it.each<[string, object]>([
    ['a fact that has a value', leaf('orders', 'exists', true)],
    ['a date', leaf('joined', 'lessThan', '2026-11-22')],
    ['the beginning of a text', leaf('city', 'startsWith', 'M')],
    ['an element of a list', leaf('interests', 'contains', 'tea')],
    ['another fact of the same type', leaf('orders', 'greaterThan', { fact: 'couponOrders' })],
  ])('%s fits', (_, condition) => {
    expect(problemsOf(({ segments }) => (segments[0]!['condition'] = condition))).toEqual([]);
  });

  it('what is measured is a number', () => {
    expect(problemsOf(({ facts }) => (facts['orders']!['type'] = 'string'))).toContain('facts.json /facts/orders/type');
  });

  it('a ratio is made of numbers', () => {
    expect(problemsOf(({ facts }) => (facts['couponShare']!['from'] = { ratio: ['city', 'orders'] }))).toEqual([
      'facts.json /facts/couponShare/from/ratio/0',
    ]);
  });

  it('a sum needs the property that it adds up, a window needs some width', () => {
    const events = { name: 'x', measure: 'sum', within: 'P1D', ago: 'P2D' };
    expect(problemsOf(({ facts }) => (facts['orders']!['from'] = { events }))).toEqual([
      'facts.json /facts/orders/from/events',
      'facts.json /facts/orders/from/events/ago',
    ]);
  });
});

describe('sensitive facts', () => {
  const reason = { gender: 'women’s shoes' };
  const uses: Record<string, (rules: Rulebook) => void> = {
    'a condition': ({ strategies }) => (strategies[0]!['trigger'] = leaf('gender', 'equal', 'f')),
    'a segment of a segment': ({ segments }) => (segments[0]!['condition'] = leaf('gender', 'equal', 'f')),
    'a model that the strategy uses': ({ models }) => (models[0]!['features'] = ['orders', 'gender']),
  };

  it.each(Object.entries(uses))('in %s need a reason', (_, use) => {
    const { problems } = validate(use);
    expect(problems).toMatchObject([
      { file: 'strategies/coupon.json', expected: expect.stringContaining('gender') as string },
    ]);
    expect(
      problemsOf((rules) => {
        use(rules);
        rules.strategies[0]!['sensitiveFacts'] = reason;
      }),
    ).toEqual([]);
  });

  it('with a reason that nothing uses are a warning', () => {
    expect(warningsOf(({ strategies }) => (strategies[0]!['sensitiveFacts'] = reason))).toEqual([
      'strategies/coupon.json /sensitiveFacts/gender',
    ]);
  });
});
