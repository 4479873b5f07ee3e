import { DATE_PATTERN } from '#strata/engine/conditions';
import { type FactType } from '#strata/engine';
import { isStorable, jsonPointer, sqlNumber, sqlText } from '#strata/kernel';
import { type AttributeSql, type FactDialect } from './dialect.js';

/** DuckDB 1.5. Casts are tried, for it evaluates branches of a `case` that nobody takes. */
export const duckdb: FactDialect = {
  name: 'duckdb',
  text: (text) => sqlText(text, 'duckdb'),
  moment: (milliseconds) => `${String(milliseconds)}::bigint`,
  milliseconds: (moment) => moment,
  momentOf: (milliseconds) => milliseconds,
  localDay: (milliseconds, timeZone) =>
    timeZone === 'UTC'
      ? `cast(floor(${milliseconds} / 86400000.0) as integer)`
      : `cast(date_diff('day', date '1970-01-01', cast(timezone(${sqlText(timeZone, 'duckdb')}, to_timestamp(${milliseconds} / 1000.0)) as date)) as integer)`,
  before: (now, milliseconds) => (milliseconds === 0 ? now : `${now} - ${milliseconds}`),
  after: (moment, milliseconds) => `${moment} + ${String(milliseconds)}`,
  justBefore: (moment) => `${moment} - 1`,
  daysSince: (now, moment) => `(${now} - ${moment}) // 86400000`,
  property(name, relation = 'j') {
    const pointer = isStorable(name) ? sqlText(jsonPointer([name]), 'duckdb') : 'null::varchar';
    const type = `json_type(${relation}.properties, ${pointer})`;
    const text = `json_extract_string(${relation}.properties, ${pointer})`;
    const isNumber = `${type} in ('BIGINT', 'UBIGINT', 'DOUBLE')`;
    const double = `case when ${isNumber} then try_cast(${text} as double) end`;
    const given = `case when ${isNumber} then 'n' || cast(${double} + 0 as varchar) when ${type} = 'VARCHAR' then 's' || ${text} when ${type} = 'BOOLEAN' then 'b' || ${text} end`;
    return {
      text,
      number: `case when isfinite(${double}) then ${double} end`,
      below: (bound) => `case when abs(${double}) < ${bound} then ${double} end`,
      scalar: `case when ${type} = 'NULL' then 'null' else ${given} end`,
      given,
      isNested: `${type} in ('OBJECT', 'ARRAY')`,
      equals(expected) {
        if (typeof expected === 'number') return `${double} = ${sqlNumber(expected)}`;
        const kind = typeof expected === 'string' ? 'VARCHAR' : 'BOOLEAN';
        return `${type} = '${kind}' and ${text} = ${sqlText(String(expected), 'duckdb')}`;
      },
    };
  },
  sum: 'fsum',
  mean: 'favg',
  double: (sum) => sum,
  member: memberOf,
  attribute: attributeOn,
};

function memberOf(object: string, name: string): string {
  const pointer = sqlText(jsonPointer([name]), 'duckdb');
  const member = `json_extract(${object}, ${pointer})`;
  // An index would find the item of a list.
  return /^\d+$/.test(name) ? `case when json_type(${object}) = 'OBJECT' then ${member} end` : member;
}

function attributeOn(value: string, moment = 'r.now'): AttributeSql {
  const text = `json_extract_string(${value}, '$')`;
  const is = (...types: string[]) => `json_type(${value}) in (${types.map((t) => `'${t}'`).join(', ')})`;
  const date = `try_cast(left(${text}, 10) as date)`;
  const ofDate = (expression: string): string =>
    `case when ${is('VARCHAR')} and regexp_matches(${text}, ${sqlText(DATE_PATTERN, 'duckdb')}) then ${expression} end`;
  const number = `case when ${is('BIGINT', 'UBIGINT', 'DOUBLE')} then try_cast(${text} as double) end`;
  const now = `make_timestamp(${moment} * 1000)`;
  const nested = `list_filter(try_cast(${value} as json[]), lambda x: json_type(x) in ('ARRAY', 'OBJECT'))`;
  const values: Readonly<Record<FactType, string>> = {
    number: `case when isfinite(${number}) then ${number} end`,
    string: `case when ${is('VARCHAR')} then ${text} end`,
    boolean: `case when ${is('BOOLEAN')} then ${text} = 'true' end`,
    date: ofDate(text),
    list: `case when ${is('ARRAY')} and len(${nested}) = 0 then ${value} end`,
  };
  const [today, thisYear] = [`cast(${now} as date)`, `year(${now})`];
  const anniversary = (of: string): string =>
    `(make_date(${of}, month(${date}), 1) + cast(day(${date}) - 1 as integer))`;
  const next = `case when ${anniversary(thisYear)} >= ${today} then ${anniversary(thisYear)}
    else ${anniversary(`${thisYear} + 1`)} end`;
  return {
    values,
    measures: {
      yearsSince: ofDate(`cast(${thisYear} - try_cast(left(${text}, 4) as integer)
        - case when strftime(${now}, '%m-%d') < substr(${text}, 6, 5) then 1 else 0 end as double)`),
      daysSince: ofDate(`cast(${today} - ${date} as double)`),
      daysUntil: ofDate(`cast(${date} - ${today} as double)`),
      daysToAnniversary: ofDate(`cast(${next} - ${today} as double)`),
    },
  };
}
