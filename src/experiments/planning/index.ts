export { planExperiment, type PlannedExperiment, type PlannedReading, type PlanQuestion } from './plan-experiment.js';
export { planWords } from './plan-words.js';
