export { type ArtefactHeader, readArtefact } from './artefact.js';
export { bounded, errorWords } from './error-words.js';
export type { AnyScorer, ScorerLibrary } from './library.js';
export { sameRank } from './reference.js';
export type { Contribution, Contributions, FirstFit, ScoreSpread, ScoredFrame, Scorer } from './scores.js';
export { type RequestScores, type ScoreRequests, ServedModel } from './served-model.js';
export {
  type Phase,
  type SlowestCall,
  type TrainingJob,
  type TrainingOutcome,
  type TrainingListener,
  train,
} from './train.js';
