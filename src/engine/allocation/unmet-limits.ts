import { numberWords } from '#strata/kernel';
import { type UnmetLimit } from './plans.js';
import { type AllocationProblem } from './problem.js';
import { type Survey } from './survey.js';

/** Limits that can't be met whatever is chosen, as far as the counts of people tell. */
export function unmetLimits(problem: AllocationProblem, survey: Survey): readonly UnmetLimit[] {
  return problem.quotas.flatMap(({ segment, minimum = 0 }, quota): readonly UnmetLimit[] => {
    const people = survey
      .tallies()
      .filter(({ membership }) => ((membership >>> quota) & 1) === 1)
      .reduce((sum, tally) => sum + tally.people, 0);
    if (people >= minimum) return [];
    return [
      {
        code: 'QUOTA_TOO_FEW_PEOPLE',
        words: `the quota of at least ${numberWords(minimum)} people of “${segment}” can't be met: ${numberWords(people)} of them may get an offer`,
      },
    ];
  });
}
