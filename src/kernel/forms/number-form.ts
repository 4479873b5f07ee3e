/** How the numbers of a column are written. */
export interface NumberForm {
  readonly decimal: '.' | ',';
  /** What may stand between groups of three digits: a blank stands for every kind of blank. */
  readonly thousands?: ',' | '.' | ' ' | "'";
  /** The sign or code that may stand before or after each number. */
  readonly currency?: string;
  /** Every number is followed by %, and is read as a share: 12 % is 0.12. */
  readonly percent?: true;
}

/** As programs write numbers: `-1234.5`. */
export const PLAIN_NUMBER: NumberForm = { decimal: '.' };

/** In the order of preference where several read a column alike. */
const STYLES: readonly NumberForm[] = [
  PLAIN_NUMBER,
  { decimal: ',' },
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ' ' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: "'" },
];
const [PLAIN, COMMA, COMMA_GROUPS, DOT_GROUPS] = [0, 1, 2, 3] as const;

const CODES =
  'AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|HUF|INR|JPY|KRW|MXN|NOK|NZD|PLN|RMB|RON|RUB|SEK|SGD|TRY|TWD|USD|ZAR';
const CURRENCY = String.raw`(?:US\$|C\$|A\$|R\$|HK\$|\p{Sc}|kr\.?|zł|Fr\.|${CODES})`;
const NUMBER = new RegExp(
  String.raw`^(\()?([-+−])?\s*(${CURRENCY})?\s*([-+−])?\s*([\d.,'’\s]*\d[.,]?(?:[eE][-+]?\d+)?)\s*(%|${CURRENCY})?(\))?$`,
  'u',
);
const DIGITS = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
/** Longer texts are no numbers. */
const LONGEST = 64;
const EXPONENT = String.raw`(?:[eE][-+]?\d+)?`;
const SEPARATOR = { ',': ',', '.': String.raw`\.`, ' ': String.raw`\s`, "'": "['’]" } as const;

const PATTERNS = STYLES.map(patternOf);

function patternOf({ decimal, thousands }: NumberForm): RegExp {
  const point = SEPARATOR[decimal];
  const groups = thousands === undefined ? '' : String.raw`[1-9]\d{0,2}(?:${SEPARATOR[thousands]}\d{3})+|`;
  return new RegExp(String.raw`^(?:(?:${groups}\d+)${point}?\d*|${point}\d+)${EXPONENT}$`);
}

/** A number as it stands in a cell. */
interface Written {
  /** Digits and what separates them. */
  readonly digits: string;
  readonly isNegative: boolean;
  /** `%`, a currency, or nothing. */
  readonly unit: string;
}

function writtenNumber(text: string): Written | undefined {
  if (text.length > LONGEST) return undefined;
  const parts = NUMBER.exec(text.trim());
  if (parts === null) return undefined;
  const [, open, before, prefix, after, digits = '', suffix, close] = parts;
  if ((open === undefined) !== (close === undefined)) return undefined;
  if ((prefix !== undefined && suffix !== undefined) || (before !== undefined && after !== undefined)) return undefined;
  const sign = before ?? after;
  return {
    digits,
    isNegative: open !== undefined || (sign !== undefined && sign !== '+'),
    unit: prefix ?? suffix ?? '',
  };
}

/** The number that a cell holds, read in a form; undefined where it is not written in that form. */
export function readNumber(text: string, form: NumberForm): number | undefined {
  if (form.decimal === '.' && form.percent === undefined) {
    const trimmed = text.trim();
    if (DIGITS.test(trimmed)) return finite(Number(trimmed));
  }
  const written = writtenNumber(text);
  if (written === undefined || !unitFits(written, form)) return undefined;
  const index = STYLES.findIndex((style) => isSameStyle(style, form));
  if (PATTERNS[index]?.test(written.digits) !== true) return undefined;
  const value = finite(Number(plainDigits(written.digits, form)));
  if (value === undefined) return undefined;
  const signed = written.isNegative ? -value : value;
  return form.percent === undefined ? signed : signed / 100;
}

function unitFits({ unit }: Written, { currency, percent }: NumberForm): boolean {
  if (percent !== undefined) return unit === '%';
  return unit === '' || unit === currency;
}

function isSameStyle(style: NumberForm, form: NumberForm): boolean {
  return style.decimal === form.decimal && style.thousands === form.thousands;
}

function plainDigits(digits: string, { decimal, thousands }: NumberForm): string {
  const joined = thousands === undefined ? digits : digits.replaceAll(new RegExp(SEPARATOR[thousands], 'g'), '');
  return decimal === ',' ? joined.replace(',', '.') : joined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** What the cells of a column tell of its form. */
export type NumberFinding =
  | { readonly kind: 'form'; readonly form: NumberForm; readonly fits: number }
  /** All numbers of the column can be read in either form, as different numbers. */
  | { readonly kind: 'ambiguous'; readonly forms: readonly [NumberForm, NumberForm]; readonly fits: number };

/** Finds the one form in which the numbers of a column are written. The order of the cells does not matter. */
export class NumberEvidence {
  /** By unit, the cells that each style reads. */
  readonly #fits = new Map<string, Float64Array>();
  /** Cells with a comma, or a point, that may separate thousands or decimals. */
  #commas = 0;
  #points = 0;
  readonly #patterns: readonly (readonly [number, RegExp])[];

  /** @param decimal what separates decimals, where somebody knows */
  constructor(decimal?: NumberForm['decimal']) {
    this.#patterns = [...PATTERNS.entries()].filter(
      ([style]) => decimal === undefined || STYLES[style]?.decimal === decimal,
    );
  }

  /** Counts a cell, `count` times. Returns whether it is a number in any form. */
  add(text: string, count = 1): boolean {
    const written = writtenNumber(text);
    if (written === undefined) return false;
    const { digits, unit } = written;
    const fits = this.#fits.get(unit) ?? new Float64Array(STYLES.length);
    let any = false;
    for (const [style, pattern] of this.#patterns) {
      if (!pattern.test(digits)) continue;
      fits[style] = (fits[style] ?? 0) + count;
      any = true;
    }
    if (!any) return false;
    this.#fits.set(unit, fits);
    if (digits.includes(',')) this.#commas += count;
    if (digits.includes('.')) this.#points += count;
    return true;
  }

  /** The form that reads most cells; undefined where there was no number. */
  finding(): NumberFinding | undefined {
    const { unit, fits } = this.#bestUnit();
    const most = Math.max(...fits);
    if (most === 0) return undefined;
    const isBest = (style: number) => fits[style] === most;
    const formOf = (style: number): NumberForm => ({ ...(STYLES[style] ?? PLAIN_NUMBER), ...unit });
    const doubtful = (one: number, other: number): NumberFinding => ({
      kind: 'ambiguous',
      forms: [formOf(one), formOf(other)],
      fits: most,
    });
    // A price with three decimals is rather one of thousands.
    if (isBest(PLAIN) && isBest(DOT_GROUPS) && unit.currency !== undefined && this.#points > 0)
      return doubtful(PLAIN, DOT_GROUPS);
    if (!isBest(PLAIN) && isBest(COMMA) && isBest(COMMA_GROUPS) && this.#commas > 0)
      return doubtful(COMMA, COMMA_GROUPS);
    return { kind: 'form', form: formOf(fits.findIndex((_, style) => isBest(style))), fits: most };
  }

  /** Numbers without a unit may stand among those of one currency, not among percentages. */
  #bestUnit(): { readonly unit: Pick<NumberForm, 'currency' | 'percent'>; readonly fits: Float64Array } {
    const none = new Float64Array(STYLES.length);
    const bare = this.#fits.get('') ?? none;
    const percent = this.#fits.get('%') ?? none;
    const [currency] = [...this.#fits]
      .filter(([unit]) => unit !== '' && unit !== '%')
      .toSorted(([a, x], [b, y]) => Math.max(...y) - Math.max(...x) || (a < b ? -1 : 1));
    const money = currency === undefined ? bare : bare.map((count, style) => count + (currency[1][style] ?? 0));
    if (Math.max(...percent) > Math.max(...money)) return { unit: { percent: true }, fits: percent };
    return { unit: currency === undefined ? {} : { currency: currency[0] }, fits: money };
  }
}

/** Whether numbers are written as programs write them. */
export function isPlainNumber(form: NumberForm): boolean {
  return form.decimal === '.' && form.thousands === undefined && form.currency === undefined && form.percent !== true;
}

/** A number in a form, for a message: `1.234,5 €`. */
export function numberExample({ decimal, thousands, currency, percent }: NumberForm): string {
  const unit = percent === true ? ' %' : currency === undefined ? '' : ` ${currency}`;
  return `1${thousands ?? ''}234${decimal}5${unit}`;
}
