import { drift, explanation, fairness } from './people.js';
import { balance, leakage, rivals, stages, uplift, verdict } from './proof.js';

/** What is said of models, in English; another language has the same phrases. */
export const ENGLISH = {
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
export type ModelPhrases = typeof ENGLISH;
