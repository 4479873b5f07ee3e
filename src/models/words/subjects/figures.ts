import { columnNumberWords, fixedWords } from '#strata/kernel';
import { type EstimateSubject } from './subjects.js';

/** "0.31 [0.22, 0.40]", each as `format` writes it. */
export function range({ value, lower, upper }: EstimateSubject, format: (value: number) => string): string {
  return `${format(value)} [${format(lower)}, ${format(upper)}]`;
}

/** A share as so many of a hundred, without the sign. */
export function times(share: number, digits = 0): string {
  return fixedWords(100 * share, digits);
}

/** A value of a column with four digits that say something. */
export function figure(value: number): string {
  return Number.isFinite(value) ? columnNumberWords(Number(value.toPrecision(4))) : '–';
}

/** Of Qini coefficients, which are small. */
export function fourDigits(value: number): string {
  return fixedWords(value, 4);
}

/** How far behind instead of ahead. */
export function turnedRound({ value, lower, upper }: EstimateSubject): EstimateSubject {
  return { value: -value, lower: -upper, upper: -lower };
}
