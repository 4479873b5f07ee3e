import { amountWords, numberWords, percentWords } from '#strata/kernel';

/** 0.05 → "5 %". */
export const percent = percentWords;

/** 50000 → "50,000". */
export const number = numberWords;

/** 5000, "EUR" → "5,000 EUR"; cents only where there are some. */
export const amount = amountWords;

/** 2, "order" → "2 orders". */
export function count(amount: number, noun: string): string {
  return `${number(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** ["a", "b", "c"] → "a, b and c". */
export function join(parts: readonly string[], word: 'and' | 'or'): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** A sentence: first letter large, a full stop at the end. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?:]$/.test(text) ? '' : '.'}`;
}
