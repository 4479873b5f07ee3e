import { dayRange, parseMoment } from '#strata/kernel';
import { nearestIsoForm } from '#strata/kernel/forms';

/** Moments in milliseconds since 1970, both ends included. */
export interface DateRange {
  readonly first: number;
  readonly last: number;
}

const YEAR = '([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])';
const LEAP_YEAR = '([0-9]{2}([02468][48]|[13579][26]|[2468]0)|([02468][48]|[13579][26]|[2468]0)00)';
const DAY = '((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))';
const TIME = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?';
// No zone is further from UTC, and databases read no offset that is much larger.
const OFFSET = '(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])';

/**
 * The texts that are values of date facts: a possible ISO 8601 date, or a date and time with its offset. The same text is
 * the pattern in JavaScript and in both SQL dialects, so that all take the same texts for dates.
 */
export const DATE_PATTERN = `^(${YEAR}-${DAY}|${LEAP_YEAR}-02-29)(T${TIME}${OFFSET})?$`;
const DATE = new RegExp(DATE_PATTERN);

/**
 * A date that was given in any form that `parseMoment` reads, as the value of a date fact; undefined where it is none. A
 * time without an offset is one of the zone.
 */
export function dateValue(value: unknown, zone: string): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (DATE.test(value)) return value;
  const at = parseMoment(value, zone);
  const written = at === undefined ? '' : new Date(at).toISOString();
  return DATE.test(written) ? written : undefined;
}

/** The moment of a date fact's value, NaN where it is none; a date alone is the first moment of that day in the zone. */
export function moment(value: unknown, zone: string): number {
  return typeof value === 'string' && DATE.test(value) ? (parseMoment(value, zone) ?? Number.NaN) : Number.NaN;
}

/** The same of a fact that may be a list: the moments of its items. */
export function moments(value: unknown, zone: string): unknown {
  return Array.isArray(value) ? value.map((item) => moment(item, zone)) : moment(value, zone);
}

/**
 * What a rule's value stands for: a date alone for that whole day in the zone, a date with a time for that moment (of the
 * zone, where it has no offset). Undefined where it is no ISO 8601 date.
 */
export function ruleDate(value: unknown, zone: string): DateRange | undefined {
  if (typeof value !== 'string') return undefined;
  const day = dayRange(value, zone);
  if (day !== undefined) return { first: day.from, last: day.until - 1 };
  const point = parseMoment(value, zone);
  return point === undefined ? undefined : { first: point, last: point };
}

/** The ISO 8601 form of a value that is written in another way; undefined where nothing is near. */
export function nearestDate(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? nearestIsoForm(String(value)) : undefined;
}

/** A side of a comparison: a moment, NaN for none, or a range. */
export type Side = number | DateRange;

/** Comparisons of moments and of the days that rules name. */
export const DATE_COMPARISONS = {
  lessThan: (a: Side, b: Side) => lastOf(a) < firstOf(b),
  lessThanInclusive: (a: Side, b: Side) => firstOf(a) <= lastOf(b),
  greaterThan: (a: Side, b: Side) => firstOf(a) > lastOf(b),
  greaterThanInclusive: (a: Side, b: Side) => lastOf(a) >= firstOf(b),
} as const;

/** Whether a moment lies in the day, or two moments are one. Nothing is the same as a missing one. */
export function isSameDate(a: Side, b: Side): boolean {
  return firstOf(a) <= lastOf(b) && lastOf(a) >= firstOf(b);
}

function firstOf(side: Side): number {
  return typeof side === 'number' ? side : side.first;
}
function lastOf(side: Side): number {
  return typeof side === 'number' ? side : side.last;
}
