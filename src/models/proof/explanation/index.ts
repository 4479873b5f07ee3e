export { effectWords, scoreWords } from './effects.js';
export { explainModel } from './explain-model.js';
export { explanationIn } from './explanation-words.js';
export { fewerBins } from './fewer-bins.js';
export type { Driver, EffectCurve, EffectUnit, ModelExplanation, PairEffect } from './model-explanation.js';
export { type ScoreReasons, restWords, scoreReasons, verdictWords } from './reasons.js';
export { type ReadScore, type ScoreChange, nearestScoreChange } from './score-change.js';
