import { createRequire } from 'node:module';
import type * as polyfill from 'temporal-polyfill';
import type { Temporal } from 'temporal-polyfill';

type Polyfill = typeof polyfill.Temporal;

/** Calendars of time zones: every process and thread loads this module, and few of them ask for a zone. */
const temporal = (): Polyfill =>
  (loaded ??= (createRequire(import.meta.url)('temporal-polyfill') as typeof polyfill).Temporal);
let loaded: Polyfill | undefined;

const DATE = String.raw`(\d{4})-(\d\d)-(\d\d)`;
const TIME = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?`;
const OFFSET = String.raw`([Zz])|([+-])(\d\d)(?::?(\d\d))?`;
const ISO = new RegExp(`^${DATE}(?:[Tt ]${TIME}(?:${OFFSET})?)?$`);
const DATE_ONLY = new RegExp(`^${DATE}$`);

/**
 * The moment of an ISO 8601 date (`2026-11-22`: its midnight) or date-time (`2026-11-22T08:00:00+08:00`), in
 * milliseconds since 1970. Without an offset it is local to `zone`, an IANA time zone; of two local times (when clocks go
 * back) the earlier one is meant, and one that clocks skip counts as later by what they skip. Undefined for every other
 * text and for impossible dates, such as the 30th of February.
 * @throws RangeError where the zone is unknown
 */
export function parseMoment(text: string, zone = 'UTC'): number | undefined {
  const parts = ISO.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = parts;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const local = utc(Number(year), Number(month), Number(day)) + timeOfDay(hour, minute, second, fraction);
  const [, , , , , , , , zulu, sign, offsetHours = '0', offsetMinutes = '0'] = parts;
  if (zulu !== undefined) return local;
  if (sign === undefined) return zone === 'UTC' ? local : momentIn(zone, local);
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return sign === '-' ? local + offset : local - offset;
}

/** True for a possible date without a time, such as `2026-11-22`. */
export function isDateOnly(text: string): boolean {
  const [, year, month, day] = DATE_ONLY.exec(text) ?? [];
  return year !== undefined && isDay(Number(year), Number(month), Number(day));
}

/**
 * The moments of a date without a time, as [from, until) in milliseconds since 1970: a day of `zone`, of 23 to 25 hours
 * where its clocks change. Undefined where the text is no such date.
 * @throws RangeError where the zone is unknown
 */
export function dayRange(text: string, zone = 'UTC'): { readonly from: number; readonly until: number } | undefined {
  if (!isDateOnly(text)) return undefined;
  const day = temporal().PlainDate.from(text);
  const start = (date: Temporal.PlainDate): number => date.toZonedDateTime(zone).epochMilliseconds;
  return { from: start(day), until: start(day.add({ days: 1 })) };
}

/** Minutes since midnight that the clocks of a zone show at a moment. @throws RangeError where the zone is unknown */
export function minuteOfDay(at: number, zone: string): number {
  const { hour, minute } = inZone(at, zone);
  return hour * 60 + minute;
}

/**
 * The next moment at which the clocks of a zone show so many minutes since midnight; where clocks skip that time, the moment
 * at which they go on.
 * @throws RangeError where the zone is unknown
 */
export function nextAtMinute(at: number, zone: string, minute: number): number {
  const today = inZone(at, zone).toPlainDate();
  const plainTime = { hour: Math.floor(minute / 60), minute: minute % 60 };
  const on = (date: Temporal.PlainDate): number =>
    date.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
  const then = on(today);
  return then > at ? then : on(today.add({ days: 1 }));
}

/** A moment as the clocks of a zone show it, to the minute: `2026-11-30 09:00 (Europe/Berlin)`. */
export function momentWords(at: number, zone: string): string {
  const shown = inZone(at, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
  return `${shown.replace('T', ' ')} (${zone})`;
}

function inZone(at: number, zone: string): Temporal.ZonedDateTime {
  return temporal().Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

/** True for the name of a time zone of the IANA database, such as `Asia/Shanghai` or `UTC`. */
export function isTimeZone(name: string): boolean {
  // Offsets such as +08:00 are accepted by some versions of Intl only.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds of the date's midnight in UTC. `Date.UTC` would read years below 100 as of the last century. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(utc(year, month, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function timeOfDay(hour: string, minute: string, second: string, fraction: string): number {
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + milliseconds;
}

/** The moment at which clocks of the zone show what clocks in UTC show at `local`. */
function momentIn(zone: string, local: number): number {
  const shown = temporal().Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime();
  return shown.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}
