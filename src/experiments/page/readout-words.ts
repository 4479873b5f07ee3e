import { fixedWords, moneyWords, percentWords } from '#strata/kernel';
import { type ComparedMetric, type ComparedSegment } from '../readout/index.js';
import { type Estimate } from '#strata/statistics';

/** A p-value with four digits. */
export function pWords(pValue: number): string {
  return pValue < 0.0001 ? '< 0.0001' : fixedWords(pValue, 4);
}

/** How a figure is written: money, or a share. */
export function amountOf({ unit }: Pick<ComparedMetric, 'unit'>): (value: number) => string {
  return unit === 'money' ? (value) => moneyWords(value) : shareWords;
}

/** A share as a percentage, to three digits that say something. */
export function shareWords(share: number): string {
  return percentWords(Number(share.toPrecision(3)));
}

/** "0.42 [0.25, 0.59]" */
export function intervalWords({ value, lower, upper }: Estimate, words: (value: number) => string): string {
  return `${words(value)} [${words(lower)}, ${words(upper)}]`;
}

/** "It adds most for Wuhan (city): 0.42."; null where nothing is told by what people are. */
export function mostWords(segments: readonly ComparedSegment[]): string | null {
  const [best] = segments.toSorted((a, b) => b.effect.difference.value - a.effect.difference.value);
  if (best === undefined) return null;
  const { by, value, effect } = best;
  const sure = effect.adjustedPValue < 0.05 ? '' : ', which may be chance';
  return `It adds most for ${value} (${by}): ${amountOf(effect)(effect.difference.value)}${sure}.`;
}
