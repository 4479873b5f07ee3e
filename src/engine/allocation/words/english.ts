import { amountWords, numberWords } from '#strata/kernel';
import { type BindingLimit, type NamedLimit } from './subjects.js';

/** What limits of an allocation are called, and what they cost, in English. */
export const ENGLISH = {
  /** "the budget of 60,000" */
  limit: (limit: NamedLimit): string => {
    switch (limit.kind) {
      case 'audience':
        return `the audience of ${numberWords(limit.size)}`;
      case 'budget':
        return `the budget of ${amountWords(limit.size)}`;
      case 'stock':
        return `the stock of ${numberWords(limit.size)} of “${limit.of}”`;
      case 'minimumRoi':
        return `the minimum ROI of ${numberWords(limit.size)}`;
      case 'quotaMinimum':
        return `the quota of at least ${numberWords(limit.size)} people of “${limit.of}”`;
      case 'quotaMaximum':
        return `the quota of at most ${numberWords(limit.size)} people of “${limit.of}”`;
    }
  },
  /** What a limit that is used up keeps from being had. */
  binding: ({ limit, worth, reach }: BindingLimit): string => {
    const name = ENGLISH.limit(limit);
    const more = worth === null ? '' : numberWords(worth);
    switch (limit.kind) {
      case 'budget':
        return `${name} is used up${more && `: one more of it would bring ${more}`}`;
      case 'minimumRoi':
        return `${name} can't be met with more than ${numberWords(reach)} contacts: it decides who is chosen`;
      case 'quotaMinimum':
        return `${name} takes people who ${more ? `bring less: one fewer would bring ${more}` : 'would come later'}`;
      case 'audience':
      case 'stock':
      case 'quotaMaximum':
        return `${name} is used up${more && `: one more would bring ${more}`}`;
    }
  },
};
export type AllocationPhrases = typeof ENGLISH;
