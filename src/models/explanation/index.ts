export {
  type Driver,
  type EffectCurve,
  type EffectUnit,
  type ModelExplanation,
  type PairEffect,
} from './model-explanation.js';
