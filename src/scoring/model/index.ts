export { type Artefact, type ArtefactHeader, readArtefact, writeArtefact } from './artefact.js';
export { Bases } from './bases.js';
export { bounded, errorWords } from './error-words.js';
export { headlines } from './headline.js';
export type { AnyScorer, ScorerCode, ScorerLibrary } from './library.js';
export { calibratedScores, type LoadedModel, loadModel, ranksOf } from './loaded-model.js';
export { rawScores } from './raw-scores.js';
export { referenceQuantiles, sameRank } from './reference.js';
