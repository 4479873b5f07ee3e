import { fixedWords } from '#strata/kernel';

/** "63 %", of a share. */
export function percent(share: number, digits = 0): string {
  return `${fixedWords(100 * share, digits)} %`;
}

/** "63 %", and "0.3 %" where less than half a percent would be none. */
export function smallPercent(share: number): string {
  return percent(share, share > 0 && share < 0.005 ? 1 : 0);
}

/** "a, b and c". */
export function list(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** `"a", "b"` */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
