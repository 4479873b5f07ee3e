import { type z } from 'zod';
import { type ResultsQuestion } from '../results/index.js';
import { type resultsQuery } from './outcome.schema.js';

/** A question for the results of a strategy, or of all together, as it was asked. */
export function resultsQuestion(strategy: string | null, query: z.output<typeof resultsQuery>): ResultsQuestion {
  return { strategy, ...resultsPeriod(query) };
}

/** Of which time results are asked for, and how sure the intervals are. */
export function resultsPeriod({
  from,
  to,
  level,
}: z.output<typeof resultsQuery>): Pick<ResultsQuestion, 'from' | 'to' | 'level'> {
  return {
    level,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
