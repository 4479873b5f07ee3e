import { fixedWords } from '#strata/kernel';

/** A share in per cent. */
export function percent(share: number, digits = 1): string {
  return `${fixedWords(100 * share, digits)} %`;
}

/** A whole number with thousands set apart. */
export function count(value: number): string {
  return fixedWords(value, 0);
}
