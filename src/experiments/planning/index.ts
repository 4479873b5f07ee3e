export {
  type PlannedExperiment,
  plannedExperimentSchema,
  type PlannedReading,
  type PlanQuestion,
  planQuestionSchema,
} from './plan.schema.js';
export { planExperiment } from './plan-experiment.js';
export { planWords } from './plan-words.js';
