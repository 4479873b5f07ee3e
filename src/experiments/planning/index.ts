export {
  type PlannedExperiment,
  plannedExperimentSchema,
  type PlannedReading,
  type PlanQuestion,
  planQuestionSchema,
} from './plan.schema.js';
export { planExperiment } from './plan-experiment.js';
export { planWords, readingWords } from './plan-words.js';
