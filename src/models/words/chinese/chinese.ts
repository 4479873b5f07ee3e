import { type ModelPhrases } from '../english/english.js';
import { drift, explanation, fairness } from './people.js';
import { balance, leakage, rivals, stages, uplift, verdict } from './proof.js';

/** What is said of models, in Chinese. */
export const CHINESE: ModelPhrases = {
  stages,
  verdict,
  leakage,
  rivals,
  uplift,
  balance,
  drift,
  explanation,
  fairness,
};
