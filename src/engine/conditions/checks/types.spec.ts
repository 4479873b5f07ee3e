import { describe, expect, it } from 'vitest';
import { type Problem } from '#sdk';
import { type Condition } from '../../index.js';
import { compileCondition } from '../compile.js';
import { validateCondition } from './validate.js';
import { type ValidationOptions } from '../language/types.js';
import { CATALOGUE } from '../support/catalogue.js';

function check(condition: unknown, options: ValidationOptions = {}): Problem[] {
  return validateCondition(condition, { facts: CATALOGUE, ...options });
}
function pointers(condition: unknown, options?: ValidationOptions): (string | undefined)[] {
  return check(condition, options).map(({ pointer }) => pointer);
}

describe('with a catalogue', () => {
  const leaf = (fact: string, operator: string, value: unknown, path?: string) => ({
    ...{ fact, operator, value },
    ...(path === undefined ? {} : { path }),
  });

  it.each<[string, unknown, string, string]>([
    ['equal', null, '/value', '"value": false'],
    ['notEqual', null, '/value', '"value": true'],
    ['in', ['Wuhan', null], '/value', '"value": false'],
    ['notIn', [null], '/value', '"value": true'],
    ['not:equal', null, '/value', 'exists'],
    ['ignoringCase:equal', null, '/value', 'exists'],
    ['not:ignoringCase:in', ['a', null], '/value', 'exists'],
    ['someValue:equal', ['Wuhan', null], '/value', 'exists'],
    ['swap:notEqual', null, '/value', 'exists'],
    ['swap:contains', ['Wuhan', null], '/value', 'exists'],
  ])('null is no value: %s %j', (operator, value, pointer, expected) => {
    const [problem, ...more] = check(leaf('city', operator, value));
    expect(problem?.pointer).toBe(pointer);
    expect(problem?.expected).toContain(expected);
    expect(more).toEqual([]);
    expect(validateCondition(leaf('city', operator, value))).toEqual([]);
  });

  it('null is no value among the items of a list and below a path either', () => {
    expect(pointers(leaf('tags', 'someFact:equal', null))).toEqual(['/value']);
    expect(pointers(leaf('tags', 'everyFact:notIn', [null]))).toEqual(['/value']);
    expect(pointers(leaf('city', 'equal', null, '$.name'))).toEqual(['/value']);
  });

  it.each<[string, string, unknown, string]>([
    ['city', 'greaterThan', 5, '/operator'],
    ['city', 'greaterThan', 'M', '/operator'],
    ['city', 'not:lessThanInclusive', '5', '/operator'],
    ['city', 'someValue:lessThan', ['5'], '/operator'],
    ['city', 'swap:lessThan', 'M', '/operator'],
    ['city', 'lessThan', { fact: 'gender' }, '/operator'],
    ['age', 'lessThan', { fact: 'city' }, '/operator'],
    ['subscriber', 'lessThan', 5, '/operator'],
    ['tags', 'lessThan', 5, '/operator'],
    ['tags', 'equal', 'vip', '/operator'],
    ['tags', 'in', ['vip'], '/operator'],
    ['registered', 'lessThan', 5, '/value'],
    ['age', 'lessThan', 'young', '/value'],
    ['age', 'equal', '30', '/value'],
    ['age', 'in', [30, '31'], '/value'],
    ['age', 'someValue:greaterThan', [30, '31'], '/value'],
    ['subscriber', 'not:equal', 1, '/value'],
    ['subscriber', 'equal', 'true', '/value'],
    ['city', 'equal', 5, '/value'],
    ['city', 'equal', { fact: 'age' }, '/value'],
    ['events', 'lessThan', 'many', '/value'],
    ['city', 'contains', 'Shang', '/operator'],
    ['age', 'startsWith', '3', '/operator'],
    ['tags', 'startsWith', 'v', '/operator'],
    ['registered', 'matches', '^2024', '/operator'],
    ['age', 'versionLessThan', '3.0', '/operator'],
    ['age', 'ignoringCase:equal', 5, '/operator'],
    ['registered', 'ignoringCase:equal', '2024-01-01', '/operator'],
  ])('operator and value fit the type: %s %s %j', (fact, operator, value, pointer) => {
    const condition = { ...leaf(fact, operator, value), ...(fact === 'events' ? { params: { name: 'x' } } : {}) };
    expect(pointers(condition)).toEqual([pointer]);
    expect(() => compileCondition(condition as Condition, { facts: CATALOGUE })).toThrow(/not valid/);
    if (operator !== 'contains') expect(validateCondition(condition)).toEqual([]);
  });

  it('says what to write instead', () => {
    expect(check(leaf('city', 'greaterThan', 'M'))[0]?.expected).toMatch(
      /startsWith .*versionLessThan .*number or date/,
    );
    expect(check(leaf('city', 'contains', 'Sh'))[0]?.expected).toContain('includesText');
    expect(check(leaf('tags', 'startsWith', 'v'))[0]?.expected).toContain('someFact:startsWith');
    expect(check(leaf('subscriber', 'equal', 'true'))[0]?.nearest).toBe('true');
    expect(check(leaf('age', 'lessThan', '30'))[0]?.nearest).toBe('30');
    expect(check(leaf('city', 'ignoringCase:matches', 'x'))[0]?.expected).toContain('(?i)');
  });

  it.each<[string, string | undefined]>([
    ['06-Sep-2024', '2024-09-06'],
    ['Sep 6, 2024', '2024-09-06'],
    ['2024-9-6', '2024-09-06'],
    ['2024-02-30', '2024-02-29'],
    ['09/06/2024', undefined],
    ['1', undefined],
    ['', undefined],
    ['today', undefined],
  ])('a date is an ISO 8601 date: not %j', (value, nearest) => {
    for (const operator of ['equal', 'lessThan', 'not:greaterThanInclusive']) {
      expect(check(leaf('registered', operator, value))).toMatchObject([
        { pointer: '/value', ...(nearest && { nearest }) },
      ]);
    }
    expect(pointers(leaf('registered', 'in', ['2024-01-01', value]))).toEqual(['/value']);
    expect(pointers(leaf('registered', 'everyValue:notEqual', [value]))).toEqual(['/value']);
    expect(pointers(leaf('registered', 'swap:lessThan', value))).toEqual(['/value']);
    expect(pointers(leaf('registered', 'swap:contains', [value]))).toEqual(['/value']);
  });

  it.each<[string, string, unknown]>([
    ['registered', 'lessThan', '2024-01-01'],
    ['registered', 'in', ['2024-02-29', '2024-01-01T08:00:00+08:00', '2024-01-01T08:00']],
    ['registered', 'lessThan', { fact: 'registered' }],
    ['registered', 'exists', true],
    ['tags', 'exists', false],
    ['tags', 'someFact:startsWith', 'v'],
    ['tags', 'ignoringCase:contains', 'VIP'],
    ['tags', 'someFact:ignoringCase:in', ['VIP']],
    ['tags', 'someFact:lessThan', '2024-01-01'],
    ['city', 'not:ignoringCase:startsWith', 'sh'],
    ['city', 'versionGreaterThanInclusive', 'v2.10'],
    ['age', 'lessThan', { fact: 'orders' }],
    ['age', 'exists', true],
  ])('takes %s %s %j', (fact, operator, value) => {
    expect(check(leaf(fact, operator, value))).toEqual([]);
  });

  it('a date has no parts', () => {
    expect(pointers(leaf('registered', 'equal', '2024-01-01', '$.day'))).toEqual(['/path']);
    expect(pointers(leaf('registered', 'equal', 'soon', '$'))).toEqual(['/value']);
  });
});

describe('values that operators of text take', () => {
  const city = (operator: string, value: unknown) => pointers({ fact: 'city', operator, value });

  it.each([
    ['a reference back', '(a)\\1'],
    ['a look ahead', 'a(?=b)'],
    ['a bracket that stays open', '[a'],
    ['a number', 5],
    ['another fact', { fact: 'gender' }],
    ['an expression that repeats too much', '((a{30}){30})(b{60}){9}'],
    ['an expression that repeats far too much', String.raw`(\pL{1000})`.repeat(40)],
    ['a long expression', 'a'.repeat(501)],
  ])('are expressions that take linear time: not %s', (_, value) => {
    expect(city('matches', value)).toEqual(['/value']);
    expect(city('not:matches', value)).toEqual(['/value']);
    expect(city('someValue:matches', [value])).toEqual(['/value']);
  });

  it('are no more than can be compiled in a moment', () => {
    const leaf = { fact: 'city', operator: 'matches', value: 'a' };
    expect(check({ any: Array.from({ length: 50 }, () => leaf) })).toEqual([]);
    const many = check({
      any: [{ ...leaf, operator: 'someValue:matches', value: Array.from({ length: 50 }, () => 'a') }, leaf],
    });
    expect(many).toMatchObject([{ pointer: '/any/1/value', expected: 'at most 50; "a|b" is one' }]);
    const days = Array.from({ length: 1_001 }, () => '2024-01-01');
    expect(pointers({ fact: 'registered', operator: 'in', value: days })).toEqual(['/value']);
  });

  it('are texts, versions, true or false', () => {
    for (const operator of ['startsWith', 'endsWith', 'includesText']) expect(city(operator, 5)).toEqual(['/value']);
    for (const value of [2.1, 'two', '', '1.2.3.4.5', ['1.0']])
      expect(city('versionLessThan', value)).toEqual(['/value']);
    for (const value of ['true', 1, null, { fact: 'gender' }]) expect(city('exists', value)).toEqual(['/value']);
  });
});
