import { dayRange } from '#strata/kernel';
import { type EventHome } from '../../sources/index.js';

const DAY = 86_400_000;
/** Length of the date of an ISO moment. */
const DATE = 10;

/** The day of a time zone that a moment is in: whole days after 1970-01-01. @param at milliseconds since 1970 */
export async function dayOf(at: number, timeZone: string, home: EventHome): Promise<number> {
  const [row] = await home.query<{ readonly day: number }>(
    `select ${home.dialect.localDay(String(at), timeZone)} as day`,
  );
  return Number(row?.day);
}

/** Such a day as people write it: 2026-11-30. */
export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, DATE);
}

/** The last millisecond of such a day. */
export function endOfDay(day: number, timeZone: string): number {
  return (dayRange(dateOf(day), timeZone)?.until ?? (day + 1) * DAY) - 1;
}
