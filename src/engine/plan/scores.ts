import type { Fallback, ScoreResult, Scores } from '../index.js';

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
