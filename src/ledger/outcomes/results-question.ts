import { parseBody } from '#strata/platform/http';
import { type ResultsQuestion } from '../results/index.js';
import { resultsQuery, strategyIdSchema } from './outcome.schema.js';

/** A question for results as it was asked: the id of a strategy, and the query. @throws StrataError INVALID_REQUEST */
export function resultsQuestion(strategy: string, query: unknown): ResultsQuestion {
  const { from, to, level } = parseBody(resultsQuery, query);
  return {
    strategy: parseBody(strategyIdSchema, strategy),
    level,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
