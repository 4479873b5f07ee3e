import {
  amountWords,
  durationWords,
  fixedWords,
  momentWords,
  moneyWords,
  numberWords,
  percentWords,
} from '#strata/kernel';
import { joined } from './grammar.js';

/** Numbers, amounts, times and lists as they stand in a sentence. */
export const figures = {
  number: numberWords,
  /** A whole number, whatever is behind its point. */
  whole: (value: number) => fixedWords(value, 0),
  percent: percentWords,
  /** A share with three digits that say something. */
  roughly: (share: number) => `${numberWords(Number((share * 100).toPrecision(3)))} %`,
  money: moneyWords,
  /** Cents only where there are some. */
  amount: amountWords,
  /** Of an ISO 8601 duration. */
  duration: durationWords,
  /** @param at milliseconds since 1970, UTC */
  moment: momentWords,
  joined,
  /** A sentence of its own. */
  sentence: (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?:]$/.test(text) ? '' : '.'}`,
};
