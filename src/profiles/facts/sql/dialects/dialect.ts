import { type FactType, type ProfileMeasure } from '#strata/engine';
import { isStorable, type SqlDialect } from '#strata/kernel';

/** A property of an event as SQL reads it. */
interface PropertySql {
  /** Any value as text. */
  readonly text: string;
  /** The finite number that it is, else NULL. */
  readonly number: string;
  /** The number that it is where its size is below a bound, else NULL. */
  readonly below: (bound: string) => string;
  /** The text, number, boolean or null that it is, in a form in which equal values and no others are equal; else NULL. */
  readonly scalar: string;
  /** The same without null: what two events can have the same of. */
  readonly given: string;
  /** Whether it is a list or an object: each is a value of its own, as two objects are never the same. */
  readonly isNested: string;
  /** Whether it is exactly this value; NULL or false where it is not. */
  readonly equals: (value: string | number | boolean) => string;
}

/** What an attribute of a profile may be read as: NULL where it is of another type. */
export interface AttributeSql {
  /** A list is the database's JSON; a date is its text. */
  readonly values: Readonly<Record<FactType, string>>;
  readonly measures: Readonly<Record<ProfileMeasure, string>>;
}

/**
 * How a dialect says what facts need. Events stand in a relation `j`, with `name`, `at` and `properties`, attributes in
 * `p.attributes`, and moments are compared with a moment `now`. On PostgreSQL `now` and `at` are timestamptz, properties
 * and attributes jsonb; on DuckDB they are milliseconds since 1970 (BIGINT) and JSON.
 */
export interface FactDialect {
  readonly name: SqlDialect;
  readonly text: (text: string) => string;
  /** A moment, in milliseconds since 1970. */
  readonly moment: (milliseconds: number) => string;
  /** A moment as milliseconds since 1970. */
  readonly milliseconds: (moment: string) => string;
  /** The moment of milliseconds since 1970. */
  readonly momentOf: (milliseconds: string) => string;
  /** The day of a time zone that milliseconds since 1970 are in: whole days after 1970-01-01. */
  readonly localDay: (milliseconds: string, timeZone: string) => string;
  /** The moment this many milliseconds before `now`. */
  readonly before: (now: string, milliseconds: number) => string;
  /** This many milliseconds after a moment. */
  readonly after: (moment: string, milliseconds: number) => string;
  /** The last millisecond before a moment. */
  readonly justBefore: (moment: string) => string;
  /** Whole days from a moment to `now`. */
  readonly daysSince: (now: string, moment: string) => string;
  /** A property of the event in `j`, or in another relation. */
  readonly property: (name: string, relation?: string) => PropertySql;
  /** The aggregates of numbers whose result depends least on the order of the rows. */
  readonly sum: string;
  readonly mean: string;
  /** A number that the database added up, as floating point. */
  readonly double: (sum: string) => string;
  /** A member of a JSON object; NULL where it has none, and of anything else. */
  readonly member: (object: string, name: string) => string;
  /** What the JSON value of an attribute is, at the moment `r.now` or another one. */
  readonly attribute: (value: string, now?: string) => AttributeSql;
}

/** Whether a database can hold all texts of a query's filter; one that it cannot hold equals nothing. */
export function isHoldable(value: unknown): boolean {
  return typeof value !== 'string' || isStorable(value);
}
