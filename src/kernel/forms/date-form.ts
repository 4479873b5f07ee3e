import { parseMoment } from '../index.js';

/** How the dates of a column are written; each may be followed by a time of 24 or 12 hours, and by an offset from UTC. */
export const DATE_FORMS = [
  'ISO 8601',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'MM-DD-YYYY',
  'DD.MM.YYYY',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'DD Mon YYYY',
  'Mon DD, YYYY',
  'YYYYMMDD',
  'seconds since 1970',
  'milliseconds since 1970',
] as const;
export type DateForm = (typeof DATE_FORMS)[number];

/** Forms that look like numbers: a column is of dates in such a form only where somebody says that it is of dates. */
export const NUMERIC_DATE_FORMS: readonly DateForm[] = ['YYYYMMDD', 'seconds since 1970', 'milliseconds since 1970'];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`;
const WEEKDAY = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?`;
const DAY = String.raw`(?<day>\d{1,2})`;
const NUMBER_OF_MONTH = String.raw`(?<month>\d{1,2})`;
const YEAR = String.raw`(?<year>\d{4})`;
const TIME = String.raw`(?:(?:T|,? +)(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<half>[ap])\.?m\.?)?(?: ?(?<zone>z|utc|[+-]\d\d(?::?\d\d)?))?)?`;

type Calendar = Exclude<DateForm, 'ISO 8601' | 'YYYYMMDD' | 'seconds since 1970' | 'milliseconds since 1970'>;
const PATTERNS: Readonly<Record<Calendar, RegExp>> = {
  'DD/MM/YYYY': dated(`${DAY}/${NUMBER_OF_MONTH}/${YEAR}`),
  'MM/DD/YYYY': dated(`${NUMBER_OF_MONTH}/${DAY}/${YEAR}`),
  'DD-MM-YYYY': dated(`${DAY}-${NUMBER_OF_MONTH}-${YEAR}`),
  'MM-DD-YYYY': dated(`${NUMBER_OF_MONTH}-${DAY}-${YEAR}`),
  'DD.MM.YYYY': dated(String.raw`${DAY}\.${NUMBER_OF_MONTH}\.${YEAR}`),
  'YYYY/MM/DD': dated(`${YEAR}/${NUMBER_OF_MONTH}/${DAY}`),
  'YYYY.MM.DD': dated(String.raw`${YEAR}\.${NUMBER_OF_MONTH}\.${DAY}`),
  'DD Mon YYYY': dated(String.raw`${WEEKDAY}${DAY}(?:st|nd|rd|th)?[ /.-]{1,2}${MONTH},?[ /.-]${YEAR}`),
  'Mon DD, YYYY': dated(String.raw`${WEEKDAY}${MONTH}[ -]${DAY}(?:st|nd|rd|th)?,?[ -]${YEAR}`),
};
const COMPACT = /^(\d{4})(\d\d)(\d\d)(?:[Tt ]?(\d\d)(\d\d)(\d\d)?[Zz]?)?$/;
const NUMERIC = /^-?\d{1,16}(?:\.\d+)?$/;
/** Longer texts are no dates. */
const LONGEST = 48;

/** From 1973 to 2100: smaller numbers are compact dates, larger ones no moments that a shop has. */
const SECONDS = { from: 1e8, until: 4_102_444_800 };
const MILLISECONDS = { from: SECONDS.from * 1000, until: SECONDS.until * 1000 };
const COMPACT_YEARS = { from: 1900, until: 2100 };

function dated(date: string): RegExp {
  return new RegExp(`^${date}${TIME}$`, 'i');
}

/** The moment that a cell holds, read in a form: milliseconds since 1970, in UTC where no offset is said. Undefined where it is not written in that form, or impossible. */
export function readDate(text: string, form: DateForm): number | undefined {
  if (text.length > LONGEST) return undefined;
  const trimmed = text.trim();
  switch (form) {
    case 'ISO 8601':
      return parseMoment(trimmed.replace(/ ?UTC$/i, 'Z'));
    case 'YYYYMMDD':
      return readCompact(trimmed);
    case 'seconds since 1970':
      return readSince(trimmed, SECONDS, 1000);
    case 'milliseconds since 1970':
      return readSince(trimmed, MILLISECONDS, 1);
    default:
      return readCalendar(PATTERNS[form].exec(trimmed)?.groups);
  }
}

function readSince(text: string, { from, until }: { from: number; until: number }, unit: number): number | undefined {
  if (!NUMERIC.test(text)) return undefined;
  const value = Number(text);
  return value >= from && value < until ? Math.round(value * unit) : undefined;
}

function readCompact(text: string): number | undefined {
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00'] = COMPACT.exec(text) ?? [];
  if (!(Number(year) >= COMPACT_YEARS.from && Number(year) < COMPACT_YEARS.until)) return undefined;
  return parseMoment(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function readCalendar(groups: Readonly<Record<string, string | undefined>> | undefined): number | undefined {
  if (groups === undefined) return undefined;
  const { day = '', month, name, year = '', hour = '0', minute = '00', second = '00', fraction, half, zone } = groups;
  const number = month ?? String(MONTHS.indexOf(name?.toLowerCase() ?? '') + 1);
  const clock = clockHour(Number(hour), half?.toLowerCase());
  if (clock === undefined) return undefined;
  const two = (digits: string) => digits.padStart(2, '0');
  const time = `${two(String(clock))}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`;
  const offset = zone === undefined || /^(?:z|utc)$/i.test(zone) ? 'Z' : zone;
  return parseMoment(`${year}-${two(number)}-${two(day)}T${time}${offset}`);
}

/** The hour of 24; undefined for one that a clock of 12 hours does not show. */
function clockHour(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

/** What the cells of a column tell of its form. */
export type DateFinding =
  | { readonly kind: 'form'; readonly form: DateForm; readonly fits: number }
  /** Several forms read every date of the column. */
  | { readonly kind: 'ambiguous'; readonly forms: readonly DateForm[]; readonly fits: number }
  /** No form reads every date of the column. */
  | { readonly kind: 'mixed'; readonly forms: readonly DateForm[]; readonly fits: number };

/** Finds the one form in which the dates of a column are written. The order of the cells does not matter. */
export class DateEvidence {
  readonly #fits: Map<DateForm, number>;
  #any = 0;

  /** @param forms those that come into question */
  constructor(forms: readonly DateForm[]) {
    this.#fits = new Map(forms.map((form) => [form, 0]));
  }

  /** Counts a cell, `count` times. Returns whether it is a date in any form. */
  add(text: string, count = 1): boolean {
    let any = false;
    for (const [form, fits] of this.#fits) {
      if (readDate(text, form) === undefined) continue;
      this.#fits.set(form, fits + count);
      any = true;
    }
    if (any) this.#any += count;
    return any;
  }

  /** Undefined where there was no date. */
  finding(): DateFinding | undefined {
    if (this.#any === 0) return undefined;
    const seen = [...this.#fits].filter(([, fits]) => fits > 0);
    const whole = seen.filter(([, fits]) => fits === this.#any).map(([form]) => form);
    const [only] = whole;
    if (only === undefined) return { kind: 'mixed', forms: seen.map(([form]) => form), fits: this.#any };
    return whole.length > 1
      ? { kind: 'ambiguous', forms: whole, fits: this.#any }
      : { kind: 'form', form: only, fits: this.#any };
  }
}
