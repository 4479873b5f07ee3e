import { type Fallback, type ScoreResult, type Scores, type UpliftOutcomes } from '../index.js';

/** What a score that is needed but not given counts as: a failure, never an undefined fact. */
const NOT_SCORED: ScoreResult = Object.freeze({
  status: 'failed',
  code: 'SCORER_THREW',
  message: 'the model was not asked for a score',
});

/** The result of a model in this decision. */
export function scoreOf(scores: Scores, model: string): ScoreResult {
  return (Object.hasOwn(scores, model) ? scores[model] : undefined) ?? NOT_SCORED;
}

/** A model that gave no score, and why. */
export interface Failure {
  readonly code: Exclude<Fallback, 'POLICY_FAILED'>;
  readonly model: string;
}

/** The first of the models that gave no score; null where all did. */
export function firstFailure(models: readonly string[], scores: Scores): Failure | null {
  for (const model of models) {
    const { status } = scoreOf(scores, model);
    if (status === 'failed') return { code: 'SCORER_FAILED', model };
    if (status === 'no-champion') return { code: 'NO_CHAMPION', model };
  }
  return null;
}

/** One row's outputs of an uplift model, p₀, p₁ … p_T, by the names of its treatments. */
export function outcomesOf(treatments: readonly string[], outputs: ArrayLike<number>): UpliftOutcomes {
  const treated = Object.fromEntries(treatments.map((name, index) => [name, outputs[index + 1] ?? Number.NaN]));
  return { natural: outputs[0] ?? Number.NaN, treated };
}

/** The score of an uplift model: the effect of the treatment that does most, max over t of p_t − p₀. */
export function mostUplift(outputs: ArrayLike<number>): number {
  let most = -Infinity;
  for (let arm = 1; arm < outputs.length; arm++) most = Math.max(most, outputs[arm] ?? Number.NaN);
  return most - (outputs[0] ?? Number.NaN);
}

/** The number of the treatment that does most, from 1; of equally good ones the first. */
export function bestTreatment(outputs: ArrayLike<number>): number {
  let best = 1;
  for (let arm = 2; arm < outputs.length; arm++) if ((outputs[arm] ?? 0) > (outputs[best] ?? 0)) best = arm;
  return best;
}
