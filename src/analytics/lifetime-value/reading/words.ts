import { amountWords } from '#strata/kernel';
import { fixed, percent, whole } from '#strata/platform/pages';
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

/** "1 purchase", "1,653 purchases", "0.3 purchases" of few that are expected. */
export function purchaseWords(count: number): string {
  if (count === 1) return '1 purchase';
  return `${count < FEW && !Number.isInteger(count) ? fixed(count, 1) : whole(count)} purchases`;
}

/** Fewer are told with a digit behind the point. */
const FEW = 10;
