import { DATE_PATTERN, type FactType, isStorable, type SqlDialect, sqlText } from '../../engine/index.js';

/** A fact that comes from an attribute of the profile. */
export interface ProfileSource {
  readonly profile: string;
  readonly measure?: 'yearsSince';
}

/**
 * The value of `profileValue` as SQL over `p.attributes` (jsonb, or JSON on DuckDB) and `r.now`: NULL where the attribute
 * is missing or of another type. A list is jsonb, or JSON on DuckDB; a date is its text.
 */
export function profileSql({ profile, measure }: ProfileSource, type: FactType, dialect: SqlDialect): string {
  if (!isStorable(profile)) return 'null';
  const read = dialect === 'postgres' ? onPostgres(profile) : onDuckdb(profile);
  return measure === 'yearsSince' ? read.yearsSince() : read.value(type);
}

interface Reader {
  value(type: FactType): string;
  yearsSince(): string;
}

function onPostgres(profile: string): Reader {
  const value = `(p.attributes -> ${sqlText(profile, 'postgres')})`;
  const text = `(${value} #>> '{}')`;
  const is = (type: string) => `jsonb_typeof(${value}) = '${type}'`;
  const isDate = `${is('string')} and ${text} ~ ${sqlText(DATE_PATTERN, 'postgres')}`;
  const today = `r.now at time zone 'UTC'`;
  const nested = `'strict $[*] ? (@.type() == "array" || @.type() == "object")'`;
  const forms: Readonly<Record<FactType, string>> = {
    number: `case when ${is('number')} and abs(${value}::numeric) < 1.797e308 then
      case when abs(${value}::numeric) < 1e-300 then 0 else ${value}::double precision end end`,
    string: `case when ${is('string')} then ${text} end`,
    boolean: `case when ${is('boolean')} then ${value}::boolean end`,
    date: `case when ${isDate} then ${text} end`,
    list: `case when ${is('array')} and not jsonb_path_exists(${value}, ${nested}) then ${value} end`,
  };
  return {
    value: (type) => forms[type],
    yearsSince: () =>
      `case when ${isDate} then extract(year from ${today})::double precision - left(${text}, 4)::int
        - case when to_char(${today}, 'MM-DD') collate "C" < substr(${text}, 6, 5) then 1 else 0 end end`,
  };
}

function onDuckdb(profile: string): Reader {
  const pointer = sqlText(`/${profile.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'duckdb');
  const value = `json_extract(p.attributes, ${pointer})`;
  const text = `json_extract_string(p.attributes, ${pointer})`;
  const is = (...types: string[]) =>
    `json_type(p.attributes, ${pointer}) in (${types.map((t) => `'${t}'`).join(', ')})`;
  const isDate = `${is('VARCHAR')} and regexp_matches(${text}, ${sqlText(DATE_PATTERN, 'duckdb')})`;
  const number = `case when ${is('BIGINT', 'UBIGINT', 'DOUBLE')} then try_cast(${text} as double) end`;
  const today = 'make_timestamp(r.now * 1000)';
  const nested = `list_filter(try_cast(${value} as json[]), lambda x: json_type(x) in ('ARRAY', 'OBJECT'))`;
  const forms: Readonly<Record<FactType, string>> = {
    number: `case when isfinite(${number}) then ${number} end`,
    string: `case when ${is('VARCHAR')} then ${text} end`,
    boolean: `case when ${is('BOOLEAN')} then ${text} = 'true' end`,
    date: `case when ${isDate} then ${text} end`,
    list: `case when ${is('ARRAY')} and len(${nested}) = 0 then ${value} end`,
  };
  return {
    value: (type) => forms[type],
    yearsSince: () =>
      `case when ${isDate} then cast(year(${today}) - try_cast(left(${text}, 4) as integer)
        - case when strftime(${today}, '%m-%d') < substr(${text}, 6, 5) then 1 else 0 end as double) end`,
  };
}
