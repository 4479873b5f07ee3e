import { DATE_PATTERN } from '#strata/engine/conditions';
import { type FactType } from '#strata/engine';
import { isStorable, sqlText } from '#strata/kernel';
import { type AttributeSql, type FactDialect } from './dialect.js';

/** PostgreSQL 15 or newer, and PGlite. */
export const postgres: FactDialect = {
  name: 'postgres',
  text: (text) => sqlText(text, 'postgres'),
  moment: (milliseconds) => `timestamptz '${new Date(milliseconds).toISOString()}'`,
  milliseconds: (moment) => `floor(extract(epoch from ${moment}) * 1000)::bigint`,
  momentOf,
  localDay: (milliseconds, timeZone) =>
    `((${momentOf(milliseconds)} at time zone ${sqlText(timeZone, 'postgres')})::date - date '1970-01-01')`,
  before: (now, milliseconds) => (milliseconds === 0 ? now : `${now} - interval '${milliseconds} milliseconds'`),
  after: (moment, milliseconds) => `${moment} + interval '${String(milliseconds)} milliseconds'`,
  justBefore: (moment) => `date_trunc('milliseconds', ${moment}) - interval '1 millisecond'`,
  daysSince: (now, moment) => `floor(extract(epoch from ${now} - ${moment}) / 86400)`,
  property(name, relation = 'j') {
    const value = isStorable(name) ? `(${relation}.properties -> ${sqlText(name, 'postgres')})` : 'null::jsonb';
    const isNumber = `jsonb_typeof(${value}) = 'number'`;
    // Numbers are added as numeric: exactly, so that the order of the rows does not matter.
    const below = (bound: string): string =>
      `case when ${isNumber} and abs(${value}::numeric) < ${bound} then ${value}::numeric end`;
    return {
      text: `(${value} #>> '{}')`,
      number: below('1.797e308'),
      below,
      scalar: `case when jsonb_typeof(${value}) not in ('object', 'array') then ${value} end`,
      given: `case when jsonb_typeof(${value}) in ('string', 'number', 'boolean') then ${value} end`,
      isNested: `jsonb_typeof(${value}) in ('object', 'array')`,
      equals: (expected) => `${value} = ${sqlText(JSON.stringify(expected), 'postgres')}::jsonb`,
    };
  },
  sum: 'sum',
  mean: 'avg',
  // A number too small for floating point would be an error.
  double: (sum) => `case when abs(${sum}) < 1e-300 then 0 else (${sum})::double precision end`,
  member: (object, name) => `(${object} -> ${sqlText(name, 'postgres')})`,
  attribute: attributeOn,
};

function momentOf(milliseconds: string): string {
  return `(timestamptz 'epoch' + ${milliseconds} * interval '1 millisecond')`;
}

function attributeOn(value: string, moment = 'r.now'): AttributeSql {
  const text = `(${value} #>> '{}')`;
  const is = (type: string) => `jsonb_typeof(${value}) = '${type}'`;
  const now = `${moment} at time zone 'UTC'`;
  const nested = `'strict $[*] ? (@.type() == "array" || @.type() == "object")'`;
  const [year, month, day] = [`left(${text}, 4)::int`, `substr(${text}, 6, 2)::int`, `substr(${text}, 9, 2)::int`];
  const ofDate = (expression: string): string =>
    `case when ${is('string')} and ${text} ~ ${sqlText(DATE_PATTERN, 'postgres')} then ${expression} end`;
  const [today, thisYear] = [`(${now})::date`, `extract(year from ${now})::int`];
  const values: Readonly<Record<FactType, string>> = {
    number: `case when ${is('number')} and abs(${value}::numeric) < 1.797e308 then
      case when abs(${value}::numeric) < 1e-300 then 0 else ${value}::double precision end end`,
    string: `case when ${is('string')} then ${text} end`,
    boolean: `case when ${is('boolean')} then ${value}::boolean end`,
    date: ofDate(text),
    list: `case when ${is('array')} and not jsonb_path_exists(${value}, ${nested}) then ${value} end`,
  };
  const date = `left(${text}, 10)::date`;
  const anniversary = (of: string): string => `(make_date(${of}, ${month}, 1) + (${day} - 1))`;
  const next = `case when ${anniversary(thisYear)} >= ${today} then ${anniversary(thisYear)}
    else ${anniversary(`${thisYear} + 1`)} end`;
  return {
    values,
    measures: {
      yearsSince: ofDate(`${thisYear}::double precision - ${year}
        - case when to_char(${now}, 'MM-DD') collate "C" < substr(${text}, 6, 5) then 1 else 0 end`),
      daysSince: ofDate(`(${today} - ${date})::double precision`),
      daysUntil: ofDate(`(${date} - ${today})::double precision`),
      daysToAnniversary: ofDate(`(${next} - ${today})::double precision`),
    },
  };
}
