import { dayRange } from '#strata/kernel';
import { DATE_PATTERN, ruleDate } from '../values/dates.js';
import { type ComparisonName } from '../language/operators.js';
import { type ConditionDialect, type SqlScalar } from '../../sql/index.js';
import { anded, ored } from './scalars.js';

/** Comparisons of dates as SQL, never NULL; undefined where the dialect cannot say them. */
export interface DateSql {
  compare(name: ComparisonName, a: SqlScalar, b: SqlScalar): string | undefined;
  /** Whether both are one moment, or one lies in the day that the other names. */
  same(a: SqlScalar, b: SqlScalar): string | undefined;
  /** The same, and true where both are missing. */
  equal(a: SqlScalar, b: SqlScalar): string | undefined;
}

/**
 * Dates in SQL are texts. Against a constant no database needs to know a time zone: what has an offset is compared by
 * its moment, and a date alone by the first date that begins at the constant's moment or later.
 */
export function dateSql(place: Place): DateSql {
  const same = (a: SqlScalar, b: SqlScalar) => compared('equal', a, b, place);
  return {
    compare: (name, a, b) => compared(name, a, b, place),
    same,
    equal(a, b) {
      const found = same(a, b);
      if (found === undefined || a.constantText !== undefined || b.constantText !== undefined) return found;
      const missing = [a, b].map(({ text }) => (text === undefined ? 'true' : `not ${isDateSql(text, place.dialect)}`));
      return ored([found, anded(missing)]);
    },
  };
}

interface Place {
  readonly dialect: ConditionDialect;
  readonly timeZone: string;
}

/** Whether a text is a possible ISO 8601 date, with or without a time: never NULL. */
export function isDateSql(text: string, dialect: ConditionDialect): string {
  return `coalesce(${dialect.matches(text, DATE_PATTERN)}, false)`;
}

type DateComparison = ComparisonName | 'equal';

function compared(name: DateComparison, a: SqlScalar, b: SqlScalar, place: Place): string | undefined {
  if (b.constantText !== undefined) return againstDay(name, a.text, b.constantText, place);
  if (a.constantText !== undefined) return againstDay(MIRRORED[name], b.text, a.constantText, place);
  if (a.text === undefined || b.text === undefined) return 'false';
  // Where a date alone begins only a database that knows the zone could say.
  if (place.timeZone !== 'UTC') return undefined;
  return `coalesce(${momentSql(a.text, place.dialect)} ${SIGN[name]} ${momentSql(b.text, place.dialect)}, false)`;
}

const MIRRORED: Readonly<Record<DateComparison, DateComparison>> = {
  equal: 'equal',
  lessThan: 'greaterThan',
  lessThanInclusive: 'greaterThanInclusive',
  greaterThan: 'lessThan',
  greaterThanInclusive: 'lessThanInclusive',
};
const SIGN: Readonly<Record<DateComparison, string>> = {
  equal: '=',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
};

function againstDay(name: DateComparison, text: string | undefined, constant: string, place: Place): string {
  const range = ruleDate(constant, place.timeZone);
  if (range === undefined || text === undefined) return 'false';
  const isDate = isDateSql(text, place.dialect);
  const before = (moment: number) => isBefore(text, moment, place);
  switch (name) {
    case 'lessThan':
      return guarded(isDate, before(range.first));
    case 'lessThanInclusive':
      return guarded(isDate, before(range.last + 1));
    case 'greaterThan':
      return guarded(isDate, `not ${before(range.last + 1)}`);
    case 'greaterThanInclusive':
      return guarded(isDate, `not ${before(range.first)}`);
    case 'equal':
      return guarded(isDate, `not ${before(range.first)} and ${before(range.last + 1)}`);
  }
}

/** What is no date is not taken apart. */
function guarded(isDate: string, sql: string): string {
  return `case when ${isDate} then ${sql} else false end`;
}

function isBefore(text: string, moment: number, { dialect, timeZone }: Place): string {
  const day = dialect.text(firstDayFrom(moment, timeZone));
  const timed = timedMoment(text, dialect);
  return `(case when length(${text}) = 10 then ${text} < ${day}${dialect.byCodePoint} else ${timed} < ${moment} end)`;
}

const DAY = 86_400_000;
/** Greater than every date as text. */
const NEVER = ':';

/** The first date of the zone that begins at this moment or later. */
function firstDayFrom(moment: number, timeZone: string): string {
  for (let midnight = Math.floor(moment / DAY) * DAY - DAY; ; midnight += DAY) {
    const date = new Date(midnight).toISOString().slice(0, -'T00:00:00.000Z'.length);
    if (date.startsWith('+')) return NEVER;
    const range = dayRange(date, timeZone);
    if (range !== undefined && range.from >= moment) return date;
  }
}

/** Milliseconds since 1970 of a date in UTC, NULL where the text is none. */
function momentSql(text: string, dialect: ConditionDialect): string {
  const day = dayMoment(text, dialect);
  return `case when ${isDateSql(text, dialect)} then case when length(${text}) = 10 then ${day} else ${timedMoment(text, dialect)} end end`;
}

function dayMoment(text: string, dialect: ConditionDialect): string {
  return `${dialect.days(text)} * 86400000`;
}

/** Of a text that matches the pattern and has a time. */
function timedMoment(text: string, dialect: ConditionDialect): string {
  const number = (sql: string) => dialect.integer(sql);
  const part = (from: number) => number(`substr(${text}, ${from}, 2)`);
  const offset = `right(${text}, 6)`;
  const minutes = `(${number(`substr(${offset}, 2, 2)`)} * 60 + ${number(`right(${text}, 2)`)})`;
  return [
    `(${dayMoment(text, dialect)} + ${part(12)} * 3600000 + ${part(15)} * 60000`,
    `case when substr(${text}, 17, 1) = ':' then ${part(18)} * 1000 else 0 end`,
    `coalesce(${number(`rpad(${dialect.fraction(text)}, 3, '0')`)}, 0)`,
    `case when right(${text}, 1) = 'Z' then 0 when left(${offset}, 1) = '-' then ${minutes} * 60000 else ${minutes} * -60000 end)`,
  ].join(' + ');
}
