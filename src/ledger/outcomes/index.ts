export { ResultsQuery, resultsQuery, StrategyPath } from './outcome.schema.js';
export { OutcomeBook } from './outcome-book.js';
export { OutcomesController } from './outcomes.controller.js';
export { OUTCOME_PERSON_STORE } from './person-store.js';
export { resultsPeriod, resultsQuestion } from './results-question.js';
export { resultsSchema } from './results.schema.js';
