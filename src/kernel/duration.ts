import { numberWords } from './number-words.js';

/** The form of an ISO-8601 duration of weeks, days and smaller whole units (`P7D`, `PT24H`, `P1DT12H`). */
export const DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** The units of {@link DURATION}, in its order. */
const UNITS = [
  { name: 'week', milliseconds: 604_800_000 },
  { name: 'day', milliseconds: 86_400_000 },
  { name: 'hour', milliseconds: 3_600_000 },
  { name: 'minute', milliseconds: 60_000 },
  { name: 'second', milliseconds: 1_000 },
] as const;

/** Milliseconds of a {@link DURATION}; null where it is none. Months and years have no fixed length and are refused. */
export function durationMilliseconds(text: string): number | null {
  const parts = DURATION.exec(text);
  if (parts === null) return null;
  return UNITS.reduce((sum, { milliseconds }, i) => sum + milliseconds * Number(parts[i + 1] ?? 0), 0);
}

/** 100 years: a moment that is farther away may be no date. */
const LONGEST = 36_525 * 86_400_000;

/** Whether a document may say this duration: one that {@link durationMilliseconds} reads, of at most 100 years. */
export function isDuration(text: string): boolean {
  const milliseconds = durationMilliseconds(text);
  return milliseconds !== null && milliseconds <= LONGEST;
}

/** `PT24H` is "24 hours", `P1DT12H` "1 day and 12 hours"; what is no duration stays as it is. */
export function durationWords(text: string): string {
  const parts = DURATION.exec(text);
  if (parts === null) return text;
  const words = UNITS.flatMap(({ name }, i) => {
    const amount = parts[i + 1];
    return amount === undefined ? [] : [`${numberWords(Number(amount))} ${name}${Number(amount) === 1 ? '' : 's'}`];
  });
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Whether a text is an ISO-8601 duration of the calendar: whole years, months, weeks and days, such as `P2Y` or `P90D`. */
export function isCalendarDuration(text: string): boolean {
  return /^P(?=\d)(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,5}D)?$/.test(text);
}
