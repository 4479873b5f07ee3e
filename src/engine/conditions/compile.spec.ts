import { describe, expect, it } from 'vitest';
import { isStrataError, seededRandom } from '#sdk';
import { type Condition, type LeafCondition } from '../index.js';
import { compileCondition, compileConditions } from './compile.js';
import { type FactRef } from './language/types.js';
import { CATALOGUE } from './support/catalogue.js';

const ADULT: LeafCondition = { fact: 'age', operator: 'greaterThanInclusive', value: 18 };

describe('a compiled condition', () => {
  it('traces every part, with pointers, names and values', () => {
    const condition: Condition = {
      name: 'who',
      any: [ADULT, { not: { condition: 'local' } }, { fact: 'spend', operator: 'lessThan', value: { fact: 'limit' } }],
    };
    const segments = { local: { all: [{ fact: 'city', operator: 'in', value: ['Wuhan'] }] } };
    const compiled = compileCondition(condition, { segments, pointer: '/predictive/when' });
    expect(compiled.facts.map(({ key }) => key)).toEqual(['age', 'city', 'spend', 'limit']);
    expect(compiled.trace({ age: 20, city: 'Wuhan', spend: 5, limit: 3 })).toEqual({
      kind: 'any',
      result: true,
      pointer: '/predictive/when',
      name: 'who',
      children: [
        {
          kind: 'leaf',
          result: true,
          pointer: '/predictive/when/any/0',
          fact: 'age',
          operator: 'greaterThanInclusive',
          expected: 18,
          actual: 20,
        },
        {
          kind: 'not',
          result: false,
          pointer: '/predictive/when/any/1',
          child: {
            kind: 'segment',
            result: true,
            pointer: '/predictive/when/any/1/not',
            segment: 'local',
            child: {
              kind: 'all',
              result: true,
              pointer: '/condition',
              children: [
                {
                  kind: 'leaf',
                  result: true,
                  pointer: '/condition/all/0',
                  fact: 'city',
                  operator: 'in',
                  expected: ['Wuhan'],
                  actual: 'Wuhan',
                },
              ],
            },
          },
        },
        {
          kind: 'leaf',
          result: false,
          pointer: '/predictive/when/any/2',
          fact: 'spend',
          operator: 'lessThan',
          expected: 3,
          expectedFact: { fact: 'limit' },
          actual: 5,
        },
      ],
    });
  });

  it('asks the resolver once for each fact with parameters, whatever the order of their keys', () => {
    const part = (params: Record<string, unknown>, value: number): Condition => ({
      ...{ fact: 'events', operator: 'greaterThan', value },
      params,
    });
    const compiled = compileCondition({
      any: [
        part({ name: 'x', within: 'P1D' }, 5),
        part({ within: 'P1D', name: 'x' }, 3),
        part({ name: 'y' }, 0),
        ADULT,
      ],
    });
    const asked: FactRef[] = [];
    const resolve = (ref: FactRef): number => {
      asked.push(ref);
      return ref.params?.['name'] === 'x' ? 4 : 0;
    };
    expect(compiled.test({ events: 99 }, resolve)).toBe(true);
    expect(asked.map(({ key }) => key)).toEqual(['events{"name":"x","within":"P1D"}', 'events{"name":"y"}']);
    expect(compiled.facts).toHaveLength(3);
  });

  it('is not changed by later changes of the document', () => {
    const value = [1, 2];
    const leaf = { fact: 'x', operator: 'in', value };
    const compiled = compileCondition(leaf);
    value.push(3);
    leaf.fact = 'y';
    expect(compiled.test({ x: 3 })).toBe(false);
    expect(compiled.trace({ x: 2, y: 9 })).toMatchObject({ result: true, fact: 'x', expected: [1, 2] });
  });

  it('reads own properties only', () => {
    const inherited = Object.create({ age: 30 }) as Record<string, unknown>;
    expect(compileCondition(ADULT).test(inherited)).toBe(false);
    for (const fact of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const known = compileCondition({ fact, operator: 'notEqual', value: null });
      const trace = known.trace({ age: 1 });
      expect(trace).toMatchObject({ actual: undefined });
      const own = JSON.parse(`{"${fact}": 5}`) as Record<string, unknown>;
      expect(known.trace(own)).toMatchObject({ actual: 5 });
      expect(known.trace(Object.assign(Object.create(null) as object, { age: 1 }))).toMatchObject({
        actual: undefined,
      });
    }
  });

  it('ignores a polluted prototype', () => {
    const compiled = compileCondition(ADULT);
    expect(compiled.test({ age: 20 })).toBe(true);
    try {
      Object.defineProperty(Object.prototype, 'age', { value: 40, configurable: true });
      expect(compiled.test({})).toBe(false);
      expect(compiled.test({ age: 20 })).toBe(true);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'age');
    }
  });

  it('compares with any text of a rule, whatever objects make of it as a name', () => {
    for (const text of ['', '7', '007', '-0', '1e3', '__proto__', 'constructor', '\ud800', 'two words']) {
      const same = compileCondition({ fact: 'tier', operator: 'equal', value: text });
      expect(same.test({ tier: text })).toBe(true);
      expect(same.test({ tier: `${text} ` })).toBe(false);
    }
  });

  it('never throws for any JSON value of a fact', () => {
    const values = ['{"toString":1,"valueOf":1}', '[{"toString":1}]', '[[[]]]', '{"__proto__":{"a":1}}', 'null', '""'];
    for (const operator of [
      'lessThan',
      'greaterThan',
      'equal',
      'contains',
      'someFact:lessThan',
      'everyFact:contains',
    ]) {
      for (const path of [undefined, '$..a', '$.a.b', '$[*]', '$.toString']) {
        const leaf = { fact: 'x', operator, value: 5, ...(path === undefined ? {} : { path }) };
        const other = { fact: 'y', operator: operator.replace(/.*:/, ''), value: { fact: 'x' } };
        const compiled = compileCondition({ any: [leaf, other] });
        for (const json of values) {
          const x: unknown = JSON.parse(json);
          expect(compiled.trace({ x, y: 1 }).result).toBe(compiled.test({ x, y: 1 }));
        }
      }
    }
  });
});

describe('generated code', () => {
  const HOSTILE = [
    '");globalThis.hacked=1;("',
    "'];globalThis.hacked=1;['",
    '`${globalThis.hacked=1}`',
    '*/globalThis.hacked=1/*',
    '\u2028globalThis.hacked=1\u2029',
    '\\u0022);globalThis.hacked=1',
    'c0',
    'facts',
    '__proto__',
    '\0',
  ];

  it('takes no text of a document as source', () => {
    for (const text of HOSTILE) {
      const leaf = {
        ...{ name: text, fact: text, operator: 'equal', value: text, path: `$['a']` },
        params: { [text]: text },
      };
      const condition: Condition = {
        name: text,
        all: [leaf, { fact: text, operator: 'in', value: [text] }, { condition: text }],
      };
      const operators = { [text]: (): boolean => true };
      const segments = [{ id: text, title: text, condition: { fact: text, operator: text, value: text } }];
      const compiled = compileCondition(condition, { segments, operators, pointer: text });
      const facts = Object.fromEntries([[text, text]]);
      expect(compiled.test(facts)).toBe(true);
      expect(compiled.trace(facts)).toMatchObject({ result: true, pointer: text, name: text });
      expect(compiled.toWords()).toContain(text === '__proto__' ? 'proto' : '');
      expect(compileConditions([condition], { segments, operators }).match(facts)).toEqual([0]);
    }
    expect(globalThis).not.toHaveProperty('hacked');
  });

  it('has room for large sets and gives the same answers as one condition at a time', () => {
    const random = seededRandom(5);
    const leaf = (): Condition => ({
      fact: `f${random.integer(40)}`,
      operator: 'lessThan',
      value: random.integer(100),
    });
    const conditions = Array.from({ length: 1_200 }, () => ({ all: [{ any: [leaf(), leaf()] }, { not: leaf() }] }));
    const set = compileConditions(conditions);
    const one = conditions.slice(0, 300).map((condition) => compileCondition(condition));
    for (let user = 0; user < 5; user++) {
      const facts = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, random.integer(100)]));
      const matches = set.match(facts);
      expect(matches).toEqual(set.trace(facts).flatMap(({ result }, index) => (result ? [index] : [])));
      expect(matches.filter((index) => index < 300)).toEqual(
        one.flatMap((compiled, index) => (compiled.test(facts) ? [index] : [])),
      );
    }
  });

  it('holds the deepest and the broadest conditions that validation lets through', () => {
    let deep: Condition = ADULT;
    for (let level = 1; level < 32; level++) deep = level % 2 === 0 ? { not: deep } : { any: [deep, ADULT] };
    expect(compileCondition(deep).trace({ age: 20 }).result).toBe(compileCondition(deep).test({ age: 20 }));
    const broad = { all: Array.from({ length: 5_000 }, () => ADULT) };
    expect(compileCondition(broad).test({ age: 20 })).toBe(true);
    expect(compileCondition(broad).trace({ age: 2 }).result).toBe(false);
  });

  it('keeps no state between runs, even where a resolver runs the same set inside', () => {
    const scored: Condition = { fact: 'score', params: { model: 'm' }, operator: 'lessThan', value: 5 };
    const set = compileConditions([ADULT, scored]);
    const resolve = (): number => {
      expect(set.match({ age: 1 }, () => 9)).toEqual([]);
      return 1;
    };
    expect(set.match({ age: 20 }, resolve)).toEqual([0, 1]);
  });
});

describe('a condition that is not valid', () => {
  it('is refused with all its problems, also those of its segments', () => {
    const segments = [{ id: 'odd', title: 'Odd', condition: { fact: 'orderz', operator: 'equal', value: 1 } }];
    const compile = (): unknown =>
      compileCondition(
        { all: [{ fact: 'agee', operator: 'equals', value: 1 }, { condition: 'odd' }] },
        {
          facts: CATALOGUE,
          segments,
        },
      );
    expect(compile).toThrow(/not valid at \/all\/0\/fact: There is no fact "agee" \(and 2 more\)/);
    try {
      compile();
    } catch (error) {
      expect(isStrataError(error) && error.code).toBe('INVALID_DOCUMENT');
      expect(isStrataError(error) && error.problems.map(({ nearest }) => nearest)).toEqual(['age', 'equal', 'orders']);
    }
  });
});
