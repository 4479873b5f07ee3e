import { type z } from 'zod';
import { type ResultsQuestion } from '../results/index.js';
import { type resultsQuery } from './outcome.schema.js';

/** A question for the results of a strategy, as it was asked. */
export function resultsQuestion(strategy: string, { from, to, level }: z.output<typeof resultsQuery>): ResultsQuestion {
  return {
    strategy,
    level,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
