import { type Language } from '#strata/kernel/texts';
import { type AllocationLimit, type AllocationProblem, MICRO } from './problem/problem.js';
import { allocationPhrases, type NamedLimit } from './words/index.js';

/** A limit as people call it: "the budget of 60,000". */
export function limitWords(limit: AllocationLimit, problem: AllocationProblem): string {
  return allocationPhrases().limit(namedLimit(limit, problem));
}

/** How limits were used, of what an allocation came to. */
interface UsedLimits {
  readonly limits: readonly { readonly limit: AllocationLimit; readonly multiplier: number }[];
  readonly roiReach: number | null;
}

/** What kept an allocation from being worth more, a sentence for each limit that did. */
export function allocationWords(
  { limits, roiReach }: UsedLimits,
  problem: AllocationProblem,
  language?: Language,
): readonly string[] {
  const phrases = allocationPhrases(language);
  return limits
    .filter(({ multiplier }) => multiplier * MICRO >= 1)
    .map(({ limit, multiplier }) =>
      phrases.binding({
        limit: namedLimit(limit, problem),
        worth: problem.isOrdered === true ? null : multiplier,
        reach: roiReach ?? 0,
      }),
    );
}

function namedLimit(
  limit: AllocationLimit,
  { offers, quotas, audience = 0, budget = 0, minimumRoi = 0 }: AllocationProblem,
): NamedLimit {
  const { kind } = limit;
  switch (kind) {
    case 'audience':
      return { kind, size: audience, of: '' };
    case 'budget':
      return { kind, size: budget, of: '' };
    case 'minimumRoi':
      return { kind, size: minimumRoi, of: '' };
    case 'stock': {
      const { id = '', stock = 0 } = offers[limit.offer] ?? {};
      return { kind, size: stock, of: id };
    }
    case 'quotaMinimum':
    case 'quotaMaximum': {
      const { segment = '', minimum = 0, maximum = 0 } = quotas[limit.quota] ?? {};
      return { kind, size: kind === 'quotaMinimum' ? minimum : maximum, of: segment };
    }
  }
}
