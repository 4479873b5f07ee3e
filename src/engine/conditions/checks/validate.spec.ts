import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Problem } from '#sdk';
import { type Condition, type ConditionValue, type Segment } from '../../index.js';
import { compileCondition } from '../compile.js';
import { lintCondition } from './lint.js';
import { validateCondition } from './validate.js';
import { type ValidationOptions } from '../language/types.js';
import { conditions, referable } from '../support/arbitraries.js';
import { CATALOGUE } from '../support/catalogue.js';

const AGE = { fact: 'age', operator: 'greaterThan', value: 18 };

function check(condition: unknown, options: ValidationOptions = {}): Problem[] {
  return validateCondition(condition, { facts: CATALOGUE, ...options });
}
function pointers(condition: unknown, options?: ValidationOptions): (string | undefined)[] {
  return check(condition, options).map(({ pointer }) => pointer);
}
function segment(id: string, condition: Condition): Segment {
  return { id, title: id, condition };
}

describe('validation', () => {
  it('names the pointer, what was expected and the nearest known name', () => {
    expect(
      check({ all: [AGE, { any: [{ fact: 'citty', operator: 'equal', value: 'x' }] }] }, { pointer: '/condition' }),
    ).toEqual([
      {
        pointer: '/condition/all/1/any/0/fact',
        message: 'There is no fact "citty"',
        expected: 'a fact of the catalogue',
        nearest: 'city',
      },
    ]);
    expect(check({ ...AGE, operator: 'greatrThan' })).toMatchObject([{ pointer: '/operator', nearest: 'greaterThan' }]);
    expect(check({ ...AGE, operator: 'everyfact:equal' })).toMatchObject([{ nearest: 'everyFact' }]);
    expect(check({ al: [] })).toMatchObject([{ pointer: '', nearest: 'all' }]);
    expect(check({ ...AGE, valu: 1 })).toMatchObject([{ pointer: '/valu', nearest: 'value' }]);
  });

  it('says what the words of other rule languages are here', () => {
    expect(check({ and: [AGE] })).toMatchObject([{ nearest: 'all' }]);
    expect(check({ none: [AGE] })).toMatchObject([{ expected: '{"not": {"any": […]}}' }]);
    expect(check({ '>=': [{ var: 'age' }, 18] })).toMatchObject([
      { expected: '{"fact": …, "operator": "greaterThanInclusive", "value": …}' },
    ]);
    expect(check({ age: { $gte: 18 } })).toMatchObject([{ expected: '{"fact": "age", "operator": …, "value": …}' }]);
    expect(check({ ...AGE, operator: 'greaterThanOrEqual' })).toMatchObject([{ nearest: 'greaterThanInclusive' }]);
    expect(check({ ...AGE, operator: 'not:>=' })).toMatchObject([{ nearest: 'greaterThanInclusive' }]);
    const [between] = check({ ...AGE, operator: 'between', value: [18, 30] });
    expect(between?.expected).toContain('greaterThanInclusive for the lower end');
    expect(between).not.toHaveProperty('nearest');
  });

  it.each<[string, unknown, string[]]>([
    ['no object', 5, ['']],
    ['null', null, ['']],
    ['nothing', {}, ['']],
    ['a list', [AGE], ['']],
    ['two groups in one node', { all: [], any: [] }, ['']],
    ['a group that is no list', { all: {} }, ['/all']],
    ['a negated list', { not: [AGE] }, ['/not']],
    ['a priority', { ...AGE, priority: 1 }, ['/priority']],
    ['a priority of a group', { all: [], priority: 1 }, ['/priority']],
    ['no value', { fact: 'age', operator: 'equal' }, ['']],
    ['no fact', { operator: 'equal', value: 1 }, ['/fact']],
    ['no operator', { fact: 'age', value: 1 }, ['/operator']],
    ['a name that is no text', { ...AGE, name: 1 }, ['/name']],
    ['text to look in', { fact: 'city', operator: 'in', value: 'Shanghai' }, ['/value']],
    ['a fact to look in', { fact: 'city', operator: 'notIn', value: { fact: 'gender' } }, ['/value']],
    ['text to swap into', { fact: 'city', operator: 'swap:in', value: 'x' }, ['/value']],
    ['an object to equal', { fact: 'city', operator: 'equal', value: { a: 1 } }, ['/value']],
    ['a list to equal', { fact: 'city', operator: 'notEqual', value: ['a'] }, ['/value']],
    ['null to compare with', { ...AGE, value: null }, ['/value']],
    ['true to compare with', { ...AGE, value: true }, ['/value']],
    ['a list to compare with', { ...AGE, value: [1] }, ['/value']],
    ['a null among the values', { ...AGE, operator: 'someValue:greaterThan', value: [1, null] }, ['/value']],
    ['one value where each counts', { ...AGE, operator: 'everyValue:equal', value: 1 }, ['/value']],
    ['what contains nothing', { fact: 'city', operator: 'contains', value: 'x' }, ['/operator']],
    ['what has no parts', { fact: 'city', operator: 'someFact:equal', value: 'x' }, ['/operator']],
    ['a path that is no text', { ...AGE, path: 1 }, ['/path']],
    ['a script', { ...AGE, path: '$[?(@.a > 1)]' }, ['/path']],
    ['a computed name', { ...AGE, path: '$[(@.length-1)]' }, ['/path']],
    ['a hidden script', { ...AGE, path: '$.a.(process.exit())' }, ['/path']],
    ['a script in a list', { ...AGE, path: '$[a,?(@.b)]' }, ['/path']],
    ['an unknown type', { ...AGE, path: '$.a@other()' }, ['/path']],
    ['a path that cannot be read', { ...AGE, path: 'constructor' }, ['/path']],
    ['a path of nothing', { ...AGE, path: '$#1' }, ['/path']],
    ['parameters that are no object', { ...AGE, params: 5 }, ['/params']],
    ['parameters of a plain fact', { ...AGE, params: { within: 'P1D' } }, ['/params']],
    ['an unknown fact to compare with', { ...AGE, value: { fact: 'x' } }, ['/value/fact']],
    ['an unknown key of a value', { ...AGE, value: { fact: 'orders', pth: '$' } }, ['/value/pth']],
    ['a key that needs escaping', { ...AGE, 'a/b~c': 1 }, ['/a~1b~0c']],
  ])('refuses %s', (_, condition, expected) => {
    expect(pointers(condition)).toEqual(expected);
  });

  it('accepts a list fact to look in, a path of any type and own operators', () => {
    expect(check({ fact: 'city', operator: 'in', value: { fact: 'visited' } })).toEqual([]);
    expect(check({ fact: 'city', operator: 'contains', value: 1, path: '$.list' })).toEqual([]);
    expect(check({ fact: 'city', operator: 'not:near', value: 1 }, { operators: { near: () => true } })).toEqual([]);
  });

  it('lets each layer use its own facts with parameters', () => {
    const events = { fact: 'events', params: { name: 'x' }, operator: 'equal', value: 0 };
    const score = { fact: 'score', params: { model: 'natural' }, operator: 'lessThan', value: 0.9 };
    expect(pointers({ all: [events, score] }, { allow: [] })).toEqual(['/all/0/fact', '/all/1/fact']);
    expect(pointers({ all: [events, score] }, { allow: ['events'] })).toEqual(['/all/1/fact']);
    expect(pointers({ all: [events, score] }, { allow: ['events', 'score'] })).toEqual([]);
    expect(pointers({ ...AGE, value: score }, { allow: [] })).toContain('/value/fact');
  });

  it('checks what `events` and `score` take', () => {
    const events = (params?: unknown): unknown => ({ fact: 'events', params, operator: 'equal', value: 0 });
    const score = (params: unknown): unknown => ({ fact: 'score', params, operator: 'lessThan', value: 0.9 });
    const full = {
      name: 'x',
      measure: 'sum',
      property: 'p',
      within: 'P7D',
      ago: 'PT1H',
      without: 'y',
      where: { a: true },
    };
    expect(check(events(full))).toEqual([]);
    expect(check(events({ ...full, without: { name: 'y', same: 'cartId' } }))).toEqual([]);
    for (const without of ['', {}, { name: 'y' }, { name: 'y', same: 1 }, { name: 'y', same: 'c', of: 'z' }, ['y']]) {
      expect(pointers(events({ name: 'x', without }))).toEqual(['/params/without']);
    }
    expect(pointers(events({ name: 'x', within: 'P1M' }))).toEqual(['/params/within']);
    expect(pointers(events({ name: 'x', within: 'P' }))).toEqual(['/params/within']);
    expect(pointers(events({ name: 'x', measure: 'sum' }))).toEqual(['/params']);
    expect(pointers(events({ name: 'x', where: { a: {} } }))).toEqual(['/params/where']);
    expect(check(events({ nam: 'x' }))).toMatchObject([
      { pointer: '/params/nam', nearest: 'name' },
      { pointer: '/params' },
    ]);
    expect(pointers(events())).toEqual(['/params']);
    expect(check(score({ model: 'natrual' }), { models: ['natural'] })).toMatchObject([
      { pointer: '/params/model', nearest: 'natural' },
    ]);
    expect(pointers(score({ model: 'natural', as: 'ranks' }))).toEqual(['/params/as']);
  });

  it('finds missing segments and circles', () => {
    const segments = [
      segment('a', { all: [{ condition: 'b' }] }),
      segment('b', { not: { condition: 'a' } }),
      segment('self', { condition: 'self' }),
      segment('lost', { condition: 'gone' }),
      segment('fine', AGE),
    ];
    expect(check({ any: [{ condition: 'fin' }] }, { segments })).toMatchObject([
      { pointer: '/any/0/condition', nearest: 'fine' },
    ]);
    expect(check({ condition: 'a' }, { segments })[0]?.message).toContain('a → b → a');
    expect(check('self', { segments })[0]?.message).toContain('self → self');
    expect(check('lost', { segments })[0]?.message).toContain('needs "gone"');
    expect(check('fine', { segments })).toEqual([]);
    expect(pointers({ condition: 'fine' })).toEqual(['/condition']);
  });

  it('stops at depth and size, also where segments multiply', () => {
    let deep: unknown = AGE;
    for (let level = 0; level < 50_000; level++) deep = { not: deep };
    expect(check(deep)).toMatchObject([
      { message: 'The condition is nested too deeply', expected: 'at most 32 levels' },
    ]);
    const double = (id: string): Condition => ({ all: [{ condition: id }, { condition: id }] });
    const segments = Array.from({ length: 60 }, (_, i) => segment(`s${i}`, i === 0 ? AGE : double(`s${i - 1}`)));
    expect(check('s60', { segments })).toHaveLength(1);
    expect(check('s59', { segments })[0]?.expected).toBe('at most 5000 parts');
    expect(check('s12', { segments })).toEqual([]);
    expect(check({ all: Array.from({ length: 200_000 }, () => AGE) })).toHaveLength(1);
  });

  it('never throws, whatever the document; and what it passes compiles', () => {
    const keys = fc.constantFrom(
      'all',
      'any',
      'not',
      'condition',
      'fact',
      'operator',
      'value',
      'params',
      'path',
      '__proto__',
    );
    const { anything } = fc.letrec((tie) => ({
      anything: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>(
          'age',
          'city',
          'equal',
          'in',
          'not:lessThan',
          '$.a',
          '$[',
          null,
          1,
          true,
          'first',
          ':',
          '',
        ),
        fc.array(tie('anything'), { maxLength: 3 }),
        fc.dictionary(keys, tie('anything'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(anything, (document) => {
        const options = { segments: referable };
        const problems = validateCondition(document, options);
        lintCondition(document, { ...options, facts: CATALOGUE });
        if (problems.length > 0) return;
        const compiled = compileCondition(document as Condition, options);
        expect(compiled.trace({ age: 1 }).result).toBe(compiled.test({ age: 1 }));
        expect(compiled.toWords()).not.toBe('');
      }),
      { numRuns: 3_000 },
    );
  });

  it('passes every condition of the oracle tests, and each has words', () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        const options = { segments: referable, operators: { startsWith: () => true } };
        expect(validateCondition(condition, options)).toEqual([]);
        expect(compileCondition(condition, options).toWords()).toMatch(/\w/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('lint', () => {
  const lint = (condition: unknown): (string | undefined)[] =>
    lintCondition(condition, { facts: CATALOGUE }).map(({ pointer }) => pointer);

  it('warns of empty groups, which hold for everybody', () => {
    expect(lint({ all: [{ any: [] }, { not: { all: [] } }] })).toEqual(['/all/0/any', '/all/1/not/all']);
  });

  it('warns where a list that is not known answers otherwise than a reader would think', () => {
    const warned = { fact: 'tags', operator: 'doesNotContain', value: 'vip' };
    expect(lint({ all: [warned, { ...warned, operator: 'not:contains' }] })).toEqual(['/all/0/operator']);
    expect(lintCondition(warned)).toEqual([]);
  });
});

describe('a condition that was published before', () => {
  it('still compiles with the meaning of the format', () => {
    const compile = (fact: string, operator: string, value: ConditionValue) =>
      compileCondition({ fact, operator, value }, { facts: CATALOGUE, isPublished: true });
    expect(compile('city', 'notEqual', null).test({})).toBe(true);
    expect(compile('city', 'greaterThan', '5').test({ city: '6' })).toBe(true);
    const odd = compile('registered', 'lessThan', '06-Sep-2024');
    expect(odd.test({ registered: '2024-01-01' })).toBe(false);
    expect(odd.trace({ registered: '2024-01-01' }).result).toBe(false);
    expect(odd.toSql('postgres')).toBe('false');
  });
});
