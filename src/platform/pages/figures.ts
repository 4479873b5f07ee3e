import { fixedWords } from '#strata/kernel';

/** 13,384 */
export function whole(value: number | null): string {
  return fixed(value, 0);
}

/** 69.0 % */
export function percent(value: number | null, digits = 1): string {
  return value === null || !Number.isFinite(value) ? '–' : `${fixedWords(100 * value, digits)} %`;
}

/** 0.7599 */
export function fixed(value: number | null, digits = 4): string {
  return value === null ? '–' : fixedWords(value, digits);
}

/** [11,530 to 15,238] */
export function range(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  format: (value: number) => string = fixed,
): string {
  return `[${format(lower)} to ${format(upper)}]`;
}
