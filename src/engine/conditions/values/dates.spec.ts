import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition } from '../../index.js';
import { compileCondition, compileConditions } from '../compile.js';
import { CATALOGUE } from '../support/catalogue.js';

const holds = (operator: string, value: unknown, registered: unknown, timeZone?: string): boolean => {
  const condition = { fact: 'registered', operator, value } as Condition;
  const options = { facts: CATALOGUE, ...(timeZone === undefined ? {} : { timeZone }) };
  const compiled = compileCondition(condition, options);
  const facts = registered === undefined ? {} : { registered };
  const answer = compiled.test(facts);
  expect(compiled.trace(facts)).toMatchObject({ result: answer, expected: value });
  expect(compileConditions([condition], options).match(facts)).toEqual(answer ? [0] : []);
  return answer;
};

describe('a date fact', () => {
  it('is compared by its moment, whatever its offset', () => {
    expect(holds('lessThan', '2024-01-01T10:00:00+08:00', '2024-01-01T03:00:00+02:00')).toBe(true);
    expect(holds('equal', '2024-01-01T10:00:00+08:00', '2024-01-01T02:00:00.000Z')).toBe(true);
    expect(holds('notEqual', '2024-01-01T10:00:00+08:00', '2024-01-01T02:00Z')).toBe(false);
    expect(holds('in', ['2024-01-01T10:00:00+08:00'], '2023-12-31T21:00:00-05:00')).toBe(true);
    expect(holds('greaterThan', '2024-01-01T00:00:00.001Z', '2024-01-01T00:00:00.0019Z')).toBe(false);
  });

  it('is compared with another date fact by the moments of both', () => {
    const facts = { ...CATALOGUE, seen: CATALOGUE['registered']! };
    const compiled = (operator: string) =>
      compileCondition({ fact: 'registered', operator, value: { fact: 'seen' } }, { facts, timeZone: 'Asia/Shanghai' });
    const people = { registered: '2024-01-01', seen: '2023-12-31T16:00:00Z' };
    expect(compiled('equal').test(people)).toBe(true);
    expect(compiled('lessThan').test({ ...people, registered: '2023-12-31T23:59:59+08:00' })).toBe(true);
    expect(compiled('equal').test({})).toBe(true);
    expect(compiled('lessThanInclusive').test({})).toBe(false);
  });

  it.each([
    '06-Sep-2024',
    '2024-9-6',
    '2024-02-30',
    '2024-09-06T10:00:00',
    '',
    1_725_580_800_000,
    true,
    [['2024-09-06']],
    null,
  ])('that is %j counts as missing', (value) => {
    for (const operator of ['equal', 'lessThan', 'greaterThanInclusive', 'swap:lessThan', 'not:notEqual']) {
      expect(holds(operator, '2024-09-06', value)).toBe(false);
      expect(holds(operator, '2024-09-06', undefined)).toBe(false);
    }
    expect(holds('in', ['2024-09-06', '2024-02-29'], value)).toBe(false);
    expect(holds('notEqual', '2024-09-06', value)).toBe(true);
    expect(holds('exists', false, value)).toBe(true);
    expect(holds('not:exists', true, value)).toBe(true);
  });

  it('without a catalogue is text, as json-rules-engine has it', () => {
    const leaf = { fact: 'registered', operator: 'equal', value: '2024-01-01' };
    expect(compileCondition(leaf).test({ registered: '2024-01-01T10:00:00Z' })).toBe(false);
    expect(compileCondition(leaf, { dates: ['registered'] }).test({ registered: '2024-01-01T10:00:00Z' })).toBe(true);
    expect(compileCondition({ ...leaf, value: '06-Sep-2024', operator: 'lessThan' }).test({ registered: '05' })).toBe(
      true,
    );
  });

  it('is looked for in a list, or looks for itself, by its moment', () => {
    const leaf = (fact: string, operator: string, value: string) =>
      compileCondition({ fact, operator, value: { fact: value } }, { facts: CATALOGUE });
    const facts = { registered: '2024-01-01T08:00:00+08:00', tags: ['vip', '2024-01-01'] };
    expect(leaf('registered', 'in', 'tags').test(facts)).toBe(true);
    expect(leaf('tags', 'contains', 'registered').test(facts)).toBe(true);
    expect(leaf('tags', 'someFact:lessThan', 'registered').test(facts)).toBe(false);
    expect(leaf('registered', 'in', 'tags').test({ tags: ['vip'] })).toBe(false);
  });
});

describe('a rule that names a day', () => {
  const SIGNS = {
    lessThan: (a: string, b: string) => a < b,
    lessThanInclusive: (a: string, b: string) => a <= b,
    greaterThan: (a: string, b: string) => a > b,
    greaterThanInclusive: (a: string, b: string) => a >= b,
    equal: (a: string, b: string) => a === b,
    notEqual: (a: string, b: string) => a !== b,
  };
  const FORMS = new Map<string, Intl.DateTimeFormat>();
  /** What a calendar on the wall shows. */
  const calendarDay = (moment: number, timeZone: string): string => {
    const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    const format = FORMS.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', options);
    FORMS.set(timeZone, format);
    return format.format(moment);
  };
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Shanghai', 'America/Havana', 'Australia/Lord_Howe');
  /** Days at which clocks change, and others. */
  const days = fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-06-15');
  const aroundDay = fc.integer({ min: -30 * 3600, max: 54 * 3600 });

  it('means that whole day of the zone, of 23 and of 25 hours too', () => {
    fc.assert(
      fc.property(days, zones, aroundDay, (day, timeZone, seconds) => {
        const moment = Date.parse(day) + seconds * 1000;
        const shown = calendarDay(moment, timeZone);
        for (const [operator, sign] of Object.entries(SIGNS)) {
          expect(holds(operator, day, new Date(moment).toISOString(), timeZone)).toBe(sign(shown, day));
        }
        expect(holds('in', ['2020-01-01', day], new Date(moment).toISOString(), timeZone)).toBe(shown === day);
        expect(holds('swap:lessThan', day, new Date(moment).toISOString(), timeZone)).toBe(day < shown);
        expect(holds('someValue:equal', [day], new Date(moment).toISOString(), timeZone)).toBe(shown === day);
      }),
      { numRuns: 80 },
    );
  });

  it('holds the same for a fact that is a date alone, in every zone', () => {
    fc.assert(
      fc.property(days, days, zones, (day, registered, timeZone) => {
        for (const [operator, sign] of Object.entries(SIGNS)) {
          expect(holds(operator, day, registered, timeZone)).toBe(sign(registered, day));
        }
      }),
    );
  });

  it('with a time but without an offset means the time on the clocks of the zone', () => {
    expect(holds('equal', '2026-07-01T08:00', '2026-07-01T06:00:00Z', 'Europe/Berlin')).toBe(true);
    expect(holds('equal', '2026-07-01T08:00', '2026-07-01T08:00:00Z')).toBe(true);
  });

  it('among many days finds the one', () => {
    const all = Array.from({ length: 28 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
    expect(holds('in', all, '2026-02-28T23:30:00+01:00', 'Europe/Berlin')).toBe(true);
    expect(holds('notIn', all, '2026-02-28T23:30:00Z', 'Europe/Berlin')).toBe(true);
    expect(holds('in', [], '2026-02-28')).toBe(false);
  });
});
