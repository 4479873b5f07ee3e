import { amountWords } from '#strata/kernel';
import { percent, whole } from '#strata/platform/pages';
import { type Bounded, type LifetimeReport } from '../findings/lifetime-report.js';

/** Money without cents, in the shop's currency. */
export function moneyOf({ currency }: Pick<LifetimeReport, 'currency'>, amount: number): string {
  return amountWords(Math.round(amount), currency ?? undefined);
}

/** "(38,100 to 46,500)"; nothing where the bounds are not known. */
export function boundsOf({ lower, upper }: Bounded, words: (figure: number) => string): string {
  return lower === null || upper === null ? '' : `(${words(lower)} to ${words(upper)})`;
}

/** How far a forecast is off: "12 % too few", "56 % too many". */
export function offBy(foretold: number, actual: number): string {
  if (actual === 0) return foretold >= 0.5 ? 'too many' : 'right';
  const off = foretold / actual - 1;
  if (Math.abs(off) < 0.005) return 'right';
  return `${percent(Math.abs(off), 0)} too ${off < 0 ? 'few' : 'many'}`;
}

/** "1 person", "2,357 people". */
export function peopleWords(count: number): string {
  return count === 1 ? '1 person' : `${whole(count)} people`;
}

/** "1 purchase", "1,653 purchases". */
export function purchaseWords(count: number): string {
  return Math.round(count) === 1 ? '1 purchase' : `${whole(count)} purchases`;
}
