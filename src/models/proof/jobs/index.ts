export { evaluationHandler, type EvaluationJobs, type EvaluationRequest } from './evaluation-job.js';
export { type EvaluationRun, Evaluations } from './evaluations.js';
