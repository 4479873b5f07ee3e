import { amountWords, numberWords } from '#strata/kernel';
import { type AllocationProblem, type AllocationLimit } from './problem/problem.js';

/** A limit as people call it: "the budget of 60,000". */
export function limitWords(
  limit: AllocationLimit,
  { offers, quotas, audience = 0, budget = 0, minimumRoi = 0 }: AllocationProblem,
): string {
  switch (limit.kind) {
    case 'audience':
      return `the audience of ${numberWords(audience)}`;
    case 'budget':
      return `the budget of ${amountWords(budget)}`;
    case 'stock': {
      const { id = '', stock = 0 } = offers[limit.offer] ?? {};
      return `the stock of ${numberWords(stock)} of “${id}”`;
    }
    case 'minimumRoi':
      return `the minimum ROI of ${numberWords(minimumRoi)}`;
    case 'quotaMinimum':
    case 'quotaMaximum': {
      const { segment = '', minimum = 0, maximum = 0 } = quotas[limit.quota] ?? {};
      const [word, people] = limit.kind === 'quotaMinimum' ? ['at least', minimum] : ['at most', maximum];
      return `the quota of ${word} ${numberWords(people)} people of “${segment}”`;
    }
  }
}
