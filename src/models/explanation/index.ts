export { fewerBins } from './fewer-bins.js';
export { type Effects, effectsOf, effectWords, scoreWords } from './effects.js';
export { explainModel, type ExplainModelRequest } from './explain-model.js';
export {
  type Driver,
  type EffectCurve,
  type EffectUnit,
  type ModelExplanation,
  type PairEffect,
} from './model-explanation.js';
export { restWords, scoreReasons, type ScoreReason, type ScoreReasons, verdictWords } from './reasons.js';
export { nearestScoreChange, type ReadScore, type ScoreChange, type ScoreChangeRequest } from './score-change.js';
