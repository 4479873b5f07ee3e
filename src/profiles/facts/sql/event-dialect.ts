import { isStorable, jsonPointer, type SqlDialect, sqlNumber, sqlText } from '#strata/kernel';

/** A property of an event as SQL reads it. */
interface PropertySql {
  /** The finite number that it is, else NULL. */
  readonly number: string;
  /** The text, number, boolean or null that it is, in a form in which equal values and no others are equal; else NULL. */
  readonly scalar: string;
  /** The same without null: what two events can have the same of. */
  readonly given: string;
  /** Whether it is a list or an object: each is a value of its own, as two objects are never the same. */
  readonly isNested: string;
  /** Whether it is exactly this value; NULL or false where it is not. */
  readonly equals: (value: string | number | boolean) => string;
}

/**
 * How a dialect says what facts need. Everything stands on a relation `j` of events, with `name`, `at` and `properties`,
 * and on a moment `now`. On PostgreSQL `now` and `at` are timestamptz and `properties` jsonb; on DuckDB they are
 * milliseconds since 1970 (BIGINT) and JSON.
 */
export interface EventDialect {
  readonly dialect: SqlDialect;
  readonly text: (text: string) => string;
  /** The moment this many milliseconds before `now`. */
  readonly before: (now: string, milliseconds: number) => string;
  /** Whole days from a moment to `now`. */
  readonly daysSince: (now: string, moment: string) => string;
  /** A property of the event in `j`, or in another relation. */
  readonly property: (name: string, relation?: string) => PropertySql;
  /** The aggregates of numbers whose result depends least on the order of the rows. */
  readonly sum: string;
  readonly mean: string;
  /** A number that the database added up, as floating point. */
  readonly double: (sum: string) => string;
}

const postgres: EventDialect = {
  dialect: 'postgres',
  text: (text) => sqlText(text, 'postgres'),
  before: (now, milliseconds) => (milliseconds === 0 ? now : `${now} - interval '${milliseconds} milliseconds'`),
  daysSince: (now, moment) => `floor(extract(epoch from ${now} - ${moment}) / 86400)`,
  property(name, relation = 'j') {
    const value = isStorable(name) ? `(${relation}.properties -> ${sqlText(name, 'postgres')})` : 'null::jsonb';
    const isNumber = `jsonb_typeof(${value}) = 'number'`;
    return {
      // Numbers are added as numeric: exactly, so that the order of the rows does not matter.
      number: `case when ${isNumber} and abs(${value}::numeric) < 1.797e308 then ${value}::numeric end`,
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
};

const duckdb: EventDialect = {
  dialect: 'duckdb',
  text: (text) => sqlText(text, 'duckdb'),
  before: (now, milliseconds) => (milliseconds === 0 ? now : `${now} - ${milliseconds}`),
  daysSince: (now, moment) => `(${now} - ${moment}) // 86400000`,
  property(name, relation = 'j') {
    const pointer = isStorable(name) ? sqlText(jsonPointer([name]), 'duckdb') : 'null::varchar';
    const type = `json_type(${relation}.properties, ${pointer})`;
    const text = `json_extract_string(${relation}.properties, ${pointer})`;
    const isNumber = `${type} in ('BIGINT', 'UBIGINT', 'DOUBLE')`;
    const double = `case when ${isNumber} then try_cast(${text} as double) end`;
    const given = `case when ${isNumber} then 'n' || cast(${double} + 0 as varchar) when ${type} = 'VARCHAR' then 's' || ${text} when ${type} = 'BOOLEAN' then 'b' || ${text} end`;
    return {
      number: `case when isfinite(${double}) then ${double} end`,
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
};

/** The expressions of a dialect. */
export function eventDialect(dialect: SqlDialect): EventDialect {
  return dialect === 'postgres' ? postgres : duckdb;
}

/** Whether a database can hold all texts of a query's filter; one that it cannot hold equals nothing. */
export function isHoldable(value: unknown): boolean {
  return typeof value !== 'string' || isStorable(value);
}
