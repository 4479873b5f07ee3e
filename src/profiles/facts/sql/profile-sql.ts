import { DATE_PATTERN } from '#strata/engine/conditions';
import { type FactType, type ProfileMeasure, type ProfileSource } from '#strata/engine';
import { isStorable, jsonPointer, type SqlDialect, sqlText } from '#strata/kernel';
import { attributePath } from '../values/attribute-path.js';

/**
 * The value of `profileValue` as SQL over `p.attributes` (jsonb, or JSON on DuckDB) and `r.now`: NULL where the attribute
 * is missing or of another type. A list is jsonb, or JSON on DuckDB; a date is its text.
 */
export function profileSql({ profile, measure }: ProfileSource, type: FactType, dialect: SqlDialect): string {
  if (!isStorable(profile)) return 'null';
  const value = attributeSql(profile, dialect);
  const read = dialect === 'postgres' ? onPostgres(value) : onDuckdb(value);
  return measure === undefined ? read.values[type] : read.measures[measure];
}

/** The value of `attributeAt` as SQL over `p.attributes`: jsonb, or JSON on DuckDB; NULL where there is none. */
export function attributeSql(profile: string, dialect: SqlDialect): string {
  const path = attributePath(profile);
  const member = dialect === 'postgres' ? memberOnPostgres : memberOnDuckdb;
  const named = member('p.attributes', profile);
  return path.length === 1 ? named : `coalesce(${named}, ${path.reduce(member, 'p.attributes')})`;
}

/** Of an object; of anything else there is none. */
function memberOnPostgres(object: string, name: string): string {
  return `(${object} -> ${sqlText(name, 'postgres')})`;
}

function memberOnDuckdb(object: string, name: string): string {
  const pointer = sqlText(jsonPointer([name]), 'duckdb');
  const member = `json_extract(${object}, ${pointer})`;
  // An index would find the item of a list.
  return /^\d+$/.test(name) ? `case when json_type(${object}) = 'OBJECT' then ${member} end` : member;
}

interface Reader {
  readonly values: Readonly<Record<FactType, string>>;
  readonly measures: Readonly<Record<ProfileMeasure, string>>;
}

function onPostgres(value: string): Reader {
  const text = `(${value} #>> '{}')`;
  const is = (type: string) => `jsonb_typeof(${value}) = '${type}'`;
  const now = `r.now at time zone 'UTC'`;
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

function onDuckdb(value: string): Reader {
  const text = `json_extract_string(${value}, '$')`;
  const is = (...types: string[]) => `json_type(${value}) in (${types.map((t) => `'${t}'`).join(', ')})`;
  const date = `try_cast(left(${text}, 10) as date)`;
  const ofDate = (expression: string): string =>
    `case when ${is('VARCHAR')} and regexp_matches(${text}, ${sqlText(DATE_PATTERN, 'duckdb')}) then ${expression} end`;
  const number = `case when ${is('BIGINT', 'UBIGINT', 'DOUBLE')} then try_cast(${text} as double) end`;
  const now = 'make_timestamp(r.now * 1000)';
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
