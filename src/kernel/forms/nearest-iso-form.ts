import { isDateOnly, parseMoment } from '../index.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Digits of this many places are seconds and milliseconds since 1970, of September 2001 and later. */
const SECONDS = /^\d{10}$/;
const MILLISECONDS = /^\d{13}$/;

/**
 * The ISO 8601 form of a date written in another way, for "did you mean" messages: `06-Sep-2024`, `Sep 6, 2024`,
 * `2024/9/6`, `20240906`, `6.9.2024`, `25/12/2024` and seconds or milliseconds since 1970; for a day that its month does
 * not have, the month's last. Undefined where day and month could be either (`09/06/2024`) or nothing is near.
 */
export function nearestIsoForm(text: string): string | undefined {
  const written = text.trim();
  if (parseMoment(written) !== undefined) return written.replace(' ', 'T');
  return ofEpoch(written) ?? ofParts(written);
}

function ofEpoch(text: string): string | undefined {
  if (!SECONDS.test(text) && !MILLISECONDS.test(text)) return undefined;
  return new Date(SECONDS.test(text) ? Number(text) * 1000 : Number(text)).toISOString();
}

function ofParts(text: string): string | undefined {
  // At most the date's part: a time behind it is dropped, for it would have to be understood, too.
  const [, first, second, third] =
    /^(\d{4})(\d\d)(\d\d)$/.exec(text) ??
    /^(?:[a-z]{2,9},? )?([a-z]{3,9}|\d{1,4})[.,]?[-/. ] ?([a-z]{3,9}|\d{1,2})(?:st|nd|rd|th)?[.,]?[-/. ] ?(\d{1,4})\b/i.exec(
      text,
    ) ??
    [];
  if (first === undefined || second === undefined || third === undefined) return undefined;
  return inOrder(first, second, third, text.includes('.'));
}

function inOrder(first: string, second: string, third: string, dots: boolean): string | undefined {
  if (first.length === 4) return iso(first, monthOf(second), third);
  if (third.length !== 4) return undefined;
  if (/^[a-z]/i.test(first)) return iso(third, monthOf(first), second);
  if (/^[a-z]/i.test(second)) return iso(third, monthOf(second), first);
  // With dots the day comes first everywhere; with slashes it depends on the country.
  if (dots || Number(first) > 12 || first === second) return iso(third, Number(second), first);
  return Number(second) > 12 ? iso(third, Number(first), second) : undefined;
}

function monthOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
}

function iso(year: string, month: number, day: string): string | undefined {
  if (month < 1 || month > 12 || Number(day) < 1 || Number(day) > 31) return undefined;
  const form = (of: number): string => `${year}-${two(month)}-${two(of)}`;
  for (let of = Number(day); of > 27; of--) {
    if (isDateOnly(form(of))) return form(of);
  }
  return form(Number(day));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
