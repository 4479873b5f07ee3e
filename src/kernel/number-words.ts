/** Made once: making one takes longer than all else in a sentence. English whatever the machine's language is. */
const FORMATS = new Map<string, Intl.NumberFormat>();

/** All digits of what is smaller are exact, six behind the point too. */
const SMALL = 1e9;

/** Most numbers that are told are small, and Intl takes ten times as long for them. */
function formatted(value: number, least: number, most: number): string {
  const shortest = String(Math.abs(value));
  const isSmall = Math.abs(value) < SMALL && most <= 6 && !shortest.includes('e');
  return isSmall ? smallWords(value, shortest, { least, most }) : anyWords(value, least, most);
}

function anyWords(value: number, least: number, most: number): string {
  const key = `${least} ${most}`;
  const format =
    FORMATS.get(key) ?? new Intl.NumberFormat('en', { minimumFractionDigits: least, maximumFractionDigits: most });
  FORMATS.set(key, format);
  // A number that is rounded to nothing has no sign, and a hyphen is no minus.
  return format
    .format(value)
    .replace(/^-(?=[0.,]*$)/, '')
    .replace('-', '−');
}

interface Digits {
  readonly least: number;
  readonly most: number;
}

/** As Intl rounds: by the digits of the number's shortest decimal, a half away from zero. */
function smallWords(value: number, shortest: string, { least, most }: Digits): string {
  const [whole = '0', decimals = ''] = shortest.split('.');
  const isRoundedUp = (decimals[most] ?? '0') >= '5';
  const units = Number(whole + decimals.slice(0, most).padEnd(most, '0')) + Number(isRoundedUp);
  const digits = String(units).padStart(most + 1, '0');
  const point = digits.length - most;
  const fraction = digits.slice(point).replace(/0+$/, '').padEnd(least, '0');
  const sign = value < 0 && units > 0 ? '−' : '';
  const groups = digits.slice(0, point).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${sign}${groups}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A number as people read it: "2,800", "−1.9", "0.0031". Two digits behind the point, four below 1. */
export function numberWords(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('-', '−');
  return formatted(value, 0, Math.abs(value) < 1 ? 4 : 2);
}

/** Made when it is first asked for, as those above. */
let significant: Intl.NumberFormat | undefined;

/** A value of a column: whole numbers in full, others with five digits that say something, however small they are. */
export function columnNumberWords(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return numberWords(value);
  significant ??= new Intl.NumberFormat('en', { maximumSignificantDigits: 5 });
  return significant.format(value).replace('-', '−');
}

/** A share as a percentage: 0.055 is "5.5 %". */
export function percentWords(share: number): string {
  return `${numberWords(share * 100)} %`;
}

/** An amount of money, with its currency where the shop has one: "1,234.50 EUR", "−0.92". */
export function moneyWords(amount: number, currency?: string): string {
  if (!Number.isFinite(amount)) return numberWords(amount);
  const text = formatted(amount, 2, 2);
  return currency === undefined ? text : `${text} ${currency}`;
}

/** A figure of a plan or a threshold, cents only where there are some: "5,000 EUR", "446.30 EUR", "40". */
export function amountWords(amount: number, currency?: string): string {
  if (!Number.isInteger(amount)) return moneyWords(amount, currency);
  return currency === undefined ? numberWords(amount) : `${numberWords(amount)} ${currency}`;
}

/** A number with so many digits behind the point, for columns of figures: "0.7599", "13,384"; a dash where nobody knows it. */
export function fixedWords(value: number, digits: number): string {
  return Number.isFinite(value) ? formatted(value, digits, digits) : '–';
}
