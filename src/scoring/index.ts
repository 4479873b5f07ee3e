export { type BatchScorer, type BatchScores, loadBatchScorer } from './batch-scorer.js';
export type { Contribution, Contributions, FirstFit, ScoreSpread, ScoredFrame, Scorer } from './scores.js';
export { scoredRows } from './scored-rows.js';
export { type RequestScores, type ScoreRequests, ServedModel } from './served-model.js';
export { train } from './train.js';
export type { Phase, SlowestCall, TrainingJob, TrainingListener, TrainingOutcome } from './training-job.js';
