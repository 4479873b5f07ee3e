import { fixedWords } from '#strata/kernel';
import { type Estimate } from '#strata/statistics';
import { POLICY_FLOOR, type PolicyValue, type PolicyWeights } from '#strata/statistics/policies';
import { type PolicyLead, type PolicyResult } from './policy-report.js';

/** A mean weight so many standard errors, and so far, from 1 is no chance. */
const SURE = 4;
const FAR = 0.05;

/** What would come of a policy, or why the history cannot tell and what would help, in a sentence or two. */
export function policySentence({ title, conversion, profit, help }: Omit<PolicyResult, 'warning'>): string {
  if (conversion.status === 'refused' || profit.status === 'refused') {
    const reason = conversion.status === 'refused' ? conversion.reason : '';
    return `This history cannot tell about "${title}": ${reason}.${help === null ? '' : ` What would help: ${help}.`}`;
  }
  const converts = conversion.dr ?? conversion.snipw;
  const [per, digits] = [100, 2];
  const conversions = `${hundred(converts, digits)} of ${String(per)} would have converted, against ${amount(per * conversion.logged.value, digits)} as it was: ${gain(conversion.ahead)}`;
  return `With "${title}" ${conversions}; profit for every ${String(per)}: ${gain(profit.ahead)}.`;
}

/** Whether one would rather have let a policy learn than keep to another one, in a sentence. */
export function leadSentence({ policy, than, conversion, profit }: PolicyLead): string {
  const verdict =
    profit.lower > 0
      ? `"${policy}" would have earned more than "${than}"`
      : profit.upper < 0
        ? `"${policy}" would have earned less than "${than}"`
        : `"${policy}" and "${than}" are a draw`;
  return `${verdict}: for every 100, profit ${gain(profit)}, conversions ${gain(conversion)}.`;
}

/** What would make a refused policy answerable; null where it was estimated. */
export function helpFor({ status, weights }: PolicyValue, smallest: number): string | null {
  if (status === 'estimated') return null;
  const { matched, rows, effectiveSampleSize } = weights;
  if (matched === 0) {
    return 'the log never gave what this policy gives; let a share of people get it at random, and record the probability';
  }
  if (matched >= POLICY_FLOOR.effectiveSampleSize) {
    return `the smallest probability in the log is 1 in ${fixedWords(1 / smallest, 0)}: while it is logged, choose every offer at least once in 50 times (a policy's minimum exploration)`;
  }
  const needed = Math.ceil((rows * POLICY_FLOOR.effectiveSampleSize) / effectiveSampleSize);
  return `about ${fixedWords(needed, 0)} rows like these, or a log that gives what this policy gives more often`;
}

/** Weights average 1 where the probabilities are right and the log could have given all that the policy gives. */
export function weightWarning({ mean, rows, effectiveSampleSize }: PolicyWeights): string | null {
  if (effectiveSampleSize === 0 || rows < 2) return null;
  const squares = (mean * mean * rows) / effectiveSampleSize;
  const error = Math.sqrt(Math.max(0, squares - mean * mean) / rows);
  if (Math.abs(mean - 1) <= Math.max(FAR, SURE * error)) return null;
  const why =
    mean < 1
      ? 'the policy gives what the log never gave some people, or the recorded probabilities are too large'
      : 'the recorded probabilities are too small';
  return `the weights average ${fixedWords(mean, 2)} instead of 1: ${why}`;
}

function hundred({ value, lower, upper }: Estimate, digits: number): string {
  const [v, l, u] = [value, lower, upper].map((one) => amount(100 * one, digits));
  return `${v ?? ''} [${l ?? ''}, ${u ?? ''}]`;
}

function gain({ value, lower, upper }: Estimate): string {
  const [v, l, u] = [value, lower, upper].map((one) => `${one < 0 ? '' : '+'}${amount(100 * one, 2)}`);
  return `${v ?? ''} [${l ?? ''}, ${u ?? ''}]${lower <= 0 && upper >= 0 ? ' (a draw)' : ''}`;
}

function amount(value: number, digits: number): string {
  return `${value < 0 ? '−' : ''}${fixedWords(Math.abs(value), digits)}`;
}
