import { describe, expect, test } from 'vitest';
import { adviceFor, ERRORS, isStrataError, nearestName, StrataError } from './index.js';

describe('nearestName', () => {
  test.each([
    ['agee', 'age'],
    ['Orders', 'orders'],
    ['dayssincelastorder', 'daysSinceLastOrder'],
    ['zzzzzz', undefined],
    ['', undefined],
  ])('"%s" means %s', (written, meant) => {
    expect(nearestName(written, ['age', 'orders', 'daysSinceLastOrder'])).toBe(meant);
  });
});

describe('a name of another rule language', () => {
  const operators = [
    'equal',
    'notEqual',
    'lessThan',
    'lessThanInclusive',
    'greaterThan',
    'greaterThanInclusive',
    'in',
    'notIn',
    'contains',
    'doesNotContain',
  ];
  const groups = ['all', 'any', 'not', 'condition', 'fact'];

  test.each([
    ['>=', 'greaterThanInclusive'],
    ['$gte', 'greaterThanInclusive'],
    ['greaterThanOrEqual', 'greaterThanInclusive'],
    ['greater_than_or_equals', 'greaterThanInclusive'],
    ['GREATER-THAN', 'greaterThan'],
    ['=<', 'lessThanInclusive'],
    ['<', 'lessThan'],
    ['before', 'lessThan'],
    ['==', 'equal'],
    ['is', 'equal'],
    ['isNot', 'notEqual'],
    ['<>', 'notEqual'],
    ['$nin', 'notIn'],
    ['isOneOf', 'in'],
    ['notContains', 'doesNotContain'],
    ['includes', 'contains'],
  ])('%s is the operator %s', (written, meant) => {
    expect(nearestName(written, operators)).toBe(meant);
  });

  test.each([
    ['and', 'all'],
    ['&&', 'all'],
    ['$or', 'any'],
    ['or', 'any'],
    ['!', 'not'],
    ['segment', 'condition'],
    ['field', 'fact'],
  ])('%s is the group %s', (written, meant) => {
    expect(nearestName(written, groups)).toBe(meant);
  });

  test.each(['between', 'none', 'nor', 'notBetween', 'regex', 'isEmpty', 'exists', 'like', 'notlike', 'startsWith'])(
    '%s is not taken for a word that means something else',
    (written) => {
      expect(nearestName(written, [...operators, ...groups])).toBeUndefined();
    },
  );

  test.each([
    ['none', '{"not": {"any": […]}}'],
    ['between', expect.stringContaining('greaterThanInclusive') as string],
    ['isEmpty', '"operator": "exists", "value": false'],
    ['hasAny', expect.stringContaining('someFact:in') as string],
  ])('%s is said in another form', (written, advice) => {
    expect(adviceFor(written, [...operators, ...groups, 'exists'])).toEqual(advice);
  });

  test('advice never names an operator that there is not', () => {
    expect(adviceFor('isEmpty', operators)).toBeUndefined();
  });

  test.each([
    ['notEqul', 'notEqual'],
    ['equl', 'equal'],
    ['lessThanIncl', 'lessThanInclusive'],
    ['greatreThan', 'greaterThan'],
    ['moreThanInclusive', 'greaterThanInclusive'],
  ])('a misspelling keeps its sense: %s is %s', (written, meant) => {
    expect(nearestName(written, operators)).toBe(meant);
  });

  test.each([
    ['daysSinceFirstOrder', ['daysSinceLastOrder']],
    ['notMember', ['member']],
    ['minimumSpend', ['maximumSpend']],
    ['lessThen', ['greaterThan']],
  ])('%s is not taken for its opposite', (written, known) => {
    expect(nearestName(written, known)).toBeUndefined();
  });

  test.each([
    ['int', 'number'],
    ['text', 'string'],
    ['bool', 'boolean'],
    ['timestamp', 'date'],
    ['array', 'list'],
  ])('%s is the type %s', (written, meant) => {
    expect(nearestName(written, ['number', 'string', 'boolean', 'date', 'list'])).toBe(meant);
  });
});

describe('errors', () => {
  test('carry their code, status and problems', () => {
    const error = new StrataError('UNKNOWN_FACT', 'no', { problems: [{ message: 'x', pointer: '/a' }], cause: 1 });
    expect(error).toMatchObject({ code: 'UNKNOWN_FACT', status: 422, problems: [{ pointer: '/a' }], cause: 1 });
    expect(isStrataError(error)).toBe(true);
  });

  test('one made by another copy of the SDK is recognised, a stranger with a code is not', () => {
    const copy = Object.assign(new Error('no'), { name: 'StrataError', code: 'NOT_FOUND' });
    expect(isStrataError(copy)).toBe(true);
    expect(isStrataError(Object.assign(new Error('no'), { code: 'ENOENT' }))).toBe(false);
    expect(isStrataError({ code: 'NOT_FOUND' })).toBe(false);
  });

  test('every code has an HTTP status of an error and a title', () => {
    for (const { status, title } of Object.values(ERRORS)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).not.toBe('');
    }
  });
});
