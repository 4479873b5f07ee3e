import { phrasesOf } from '#strata/engine/words';
import { fixedWords } from '#strata/kernel';

/** 63%. */
export function percent(share: number, digits = 0): string {
  return `${fixedWords(100 * share, digits)}%`;
}

/** 63%, and 0.3% where less than half a percent would be none. */
export function smallPercent(share: number): string {
  return percent(share, share > 0 && share < 0.005 ? 1 : 0);
}

/** “甲”、“乙”. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join('、');
}

/** 甲、乙和丙. */
export function list(names: readonly string[]): string {
  return phrasesOf('zh').figures.joined(names, 'and');
}
