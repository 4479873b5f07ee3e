import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Problem } from '#sdk';
import { type PluginCatalogue } from './context/plugin-catalogue.js';
import { requestDocuments } from '../documents/request-documents.js';
import { validateDocuments } from './validate.js';

const plugins: PluginCatalogue = {
  plugins: new Map([
    ['logistic-regression', { manifest: { kind: 'scorer', tasks: ['binary'] } }],
    ['bandit', { manifest: { kind: 'policy', tasks: [] } }],
  ]),
  parseOptions: (_, options) =>
    Object.keys(options as object).includes('epoch')
      ? { ok: false, problems: [{ message: 'unknown option', pointer: '/epoch', nearest: 'epochs' }] }
      : { ok: true },
};

/** A strategy whose parts can be replaced by what they must not be. */
interface LooseStrategy extends Record<string, unknown> {
  goal: { natural: { model?: string; rate?: number }; orderValue: unknown };
  predictive: { when: { all: { params: { model: string } }[] }; rankBy?: object };
  baseline: { rankBy: { fact: string }; when?: object; offer: string };
  offers: { response: object; minimumSpend?: number }[];
  limits: { budget: number };
  experiment: { arms: object };
}

/** A valid rulebook of one document each, to be broken. */
function rulebook() {
  return {
    facts: {
      orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'orders' },
      couponOrders: {
        type: 'number',
        from: { events: { name: 'order_placed', measure: 'count', where: { coupon: true } } },
        words: 'orders with a coupon',
      },
      couponShare: { type: 'number', from: { ratio: ['couponOrders', 'orders'] }, words: 'share of coupon orders' },
      city: { type: 'string', from: { profile: 'city' }, words: 'city' },
      gender: { type: 'string', from: { profile: 'gender' }, words: 'gender', sensitive: true },
      interests: { type: 'list', from: { profile: 'interests' }, words: 'interests' },
      joined: { type: 'date', from: { profile: 'joined' }, words: 'date of joining' },
    } as Record<string, Record<string, unknown>>,
    segments: [
      { id: 'buyers', title: 'Buyers', condition: leaf('orders', 'greaterThan', 0) },
      { id: 'locals', title: 'Locals', condition: { all: [{ condition: 'buyers' }, leaf('city', 'equal', 'Here')] } },
    ] as Record<string, unknown>[],
    models: [
      {
        id: 'natural',
        title: 'Buys anyway',
        plugin: 'logistic-regression',
        task: 'binary',
        label: { event: 'order_placed', within: 'P14D' },
        population: 'buyers',
        features: ['orders', 'city'],
      },
    ] as Record<string, unknown>[],
    strategies: [
      {
        id: 'coupon',
        title: 'Coupon',
        goal: {
          event: 'order_placed',
          within: 'P14D',
          margin: 0.3,
          orderValue: 100,
          natural: { model: 'natural' },
        },
        consent: 'marketing',
        segment: 'locals',
        trigger: { all: [leaf('events', 'greaterThan', 0, { name: 'visited', within: 'P1D' })] },
        predictive: { when: { all: [leaf('score', 'lessThan', 0.9, { model: 'natural' })] }, onFailure: 'baseline' },
        baseline: { title: 'By hand', rankBy: { fact: 'orders', order: 'desc' }, offer: 'ten' },
        offers: [
          { id: 'ten', title: '10 off', faceValue: 10, redemptionRate: 1, contactCost: 0.1, response: { rate: 0.2 } },
        ],
        limits: { budget: 1000, perUser: { contacts: 1, within: 'P7D' } },
        experiment: { seed: 's', holdout: 0.1, arms: { model: 0.5, baseline: 0.5 } },
      },
    ] as unknown as LooseStrategy[],
  };
}
type Rulebook = ReturnType<typeof rulebook>;

function leaf(fact: string, operator: string, value: unknown, params?: object) {
  return { fact, operator, value, ...(params === undefined ? {} : { params }) };
}

function validate(change: (rules: Rulebook) => void) {
  const rules = rulebook();
  change(rules);
  return validateDocuments(requestDocuments(rules), { plugins });
}

/** Where the problems are and what would have been right: `file pointer → nearest`. */
function found(problems: readonly Problem[]): string[] {
  return problems.map(({ file = '', pointer = '', nearest }) =>
    [`${file} ${pointer}`, ...(nearest === undefined ? [] : [nearest])].join(' → '),
  );
}

const problemsOf = (change: (rules: Rulebook) => void) => found(validate(change).problems);
const warningsOf = (change: (rules: Rulebook) => void) => found(validate(change).warnings);

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

describe('strategies', () => {
  it('end after they begin', () => {
    const active = (from: string, to: string) =>
      problemsOf(({ strategies }) => (strategies[0]!['active'] = { from, to }));
    expect(active('2026-11-02', '2026-11-01')).toEqual(['strategies/coupon.json /active/to']);
    expect(active('2026-11-02', '2026-11-02')).toEqual([]);
    expect(active('2026-11-02T10:00:00Z', '2026-11-02T10:00:00Z')).toEqual(['strategies/coupon.json /active/to']);
    expect(active('2026-02-30x', '2026-12-01')).toEqual(['strategies/coupon.json /active/from']);
  });

  it('have any number of arms, each with an id of its own and by the model or the human rule', () => {
    const arm = (id: string, share: number, by: unknown = 'model') => ({ id, share, by });
    const found = (...arms: unknown[]) => problemsOf(({ strategies }) => (strategies[0]!.experiment.arms = arms));
    expect(found(arm('a', 0.2), arm('b', 0.3, 'baseline'), arm('c', 0.5))).toEqual([]);
    expect(found(arm('a', 0.2), arm('a', 0.8))).toEqual(['strategies/coupon.json /experiment/arms/1/id']);
    expect(found(arm('a', 0.2), arm('b', 0.7))).toEqual(['strategies/coupon.json /experiment/arms']);
    expect(found()).toEqual(['strategies/coupon.json /experiment/arms']);
    expect(found(arm('a', 1, 'nobody'))).toEqual(['strategies/coupon.json /experiment/arms/0/by']);
  });

  it('have arms by policies that there are, with options and facts that they take', () => {
    const found = (by: unknown) =>
      problemsOf(({ strategies }) => (strategies[0]!.experiment.arms = [{ id: 'a', share: 1, by }]));
    const at = (pointer: string) => [`strategies/coupon.json /experiment/arms/0/by${pointer}`];
    const context = ['orders', { fact: 'orders', mean: 3, deviation: 2 }, { fact: 'city', is: ['Shanghai'] }];
    expect(found({ policy: 'bandit', reward: 'profit', explore: 0.05, context, options: {} })).toEqual([]);
    expect(found({ policy: 'bandits' })).toEqual(at('/policy → bandit'));
    expect(found({ policy: 'logistic-regression' })).toEqual(at('/policy'));
    expect(found({ policy: 'bandit', options: { epoch: 1 } })).toEqual(at('/options/epoch → epochs'));
    expect(found({ policy: 'bandit', context: ['city'] })).toEqual(at('/context/0'));
    expect(found({ policy: 'bandit', context: [{ fact: 'orders', is: ['1'] }] })).toEqual(at('/context/0/fact'));
    expect(found({ policy: 'bandit', explore: 0.6 })).toHaveLength(1);
  });

  it('have arms that add up to 1', () => {
    expect(problemsOf(({ strategies }) => (strategies[0]!.experiment.arms = { model: 0.5, baseline: 0.6 }))).toEqual([
      'strategies/coupon.json /experiment/arms',
    ]);
    expect(problemsOf(({ strategies }) => (strategies[0]!.experiment.arms = { model: 0.9, baseline: 0.1 }))).toEqual(
      [],
    );
  });

  it('take probabilities only from models that give them', () => {
    expect(
      problemsOf(({ models }) => {
        models[0]!['task'] = 'regression';
        models[0]!['plugin'] = 'logistic-regression';
      }),
    ).toEqual(['models/natural.json /task', 'strategies/coupon.json /goal/natural/model']);
  });

  it('use a model of a flat file only where its features are facts', () => {
    const flat = (features: string[]) =>
      problemsOf(({ models }) => Object.assign(models[0]!, { label: { column: 'visit' }, features }));
    expect(flat(['orders', 'city'])).toEqual([]);
    expect(flat(['orders', 'history_segment'])).toEqual(['strategies/coupon.json /goal/natural/model']);
  });

  it('give each column of a flat file one part', () => {
    const flat = (change: object): ((rules: Rulebook) => void) => {
      return ({ models }) => Object.assign(models[0]!, { label: { column: 'visit' }, ...change });
    };
    const arms = { column: 'orders', control: 'none' };
    expect(problemsOf(flat({ features: ['orders', 'visit'] }))).toContain('models/natural.json /features/1');
    expect(problemsOf(flat({ person: 'city', features: ['orders', 'city'] }))).toContain(
      'models/natural.json /features/1',
    );
    expect(problemsOf(flat({ task: 'uplift', treatment: arms, features: ['orders'] }))).toContain(
      'models/natural.json /features/0',
    );
    expect(warningsOf(flat({ treatment: arms, features: ['orders'] }))).toContain('models/natural.json /features/0');
    expect(problemsOf(flat({ person: 'visit', treatment: { ...arms, column: 'visit' } }))).toEqual(
      expect.arrayContaining(['models/natural.json /person', 'models/natural.json /treatment/column']),
    );
  });

  it('warn where nothing is wrong but hardly meant', () => {
    expect(
      warningsOf(({ strategies }) => {
        const [strategy] = strategies;
        delete strategy!['consent'];
        strategy!.goal.natural = { rate: 0.3 };
        strategy!.offers[0]!.minimumSpend = 5;
        strategy!.limits.budget = 1;
      }),
    ).toEqual([
      'strategies/coupon.json ',
      'strategies/coupon.json /offers/0/minimumSpend',
      'strategies/coupon.json /limits/budget',
      'strategies/coupon.json /offers/0/response/rate',
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
