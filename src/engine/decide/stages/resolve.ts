import { type FactRef, type FactResolver } from '../../conditions/index.js';
import { type DecisionInput, type Scores } from '../../index.js';
import { scoreOf, type CompiledRelease } from '../../plan/index.js';

/**
 * Values of the facts with parameters: `events` measured at the input's clock, `score` read from what was scored. A
 * condition is evaluated only after all models that it reads have scored, so no failed score is ever read as undefined.
 */
export function resolver(input: DecisionInput, release: CompiledRelease, scores: Scores): FactResolver {
  return (ref) => {
    if (ref.fact === 'events') return release.eventFolds.get(ref.key)?.(input.events, input.now);
    return ref.fact === 'score' ? scoreValue(ref, scores) : undefined;
  };
}

function scoreValue({ params }: FactRef, scores: Scores): number {
  const model = String(params?.['model']);
  const score = scoreOf(scores, model);
  if (score.status !== 'scored') throw new Error(`a condition was evaluated without the score of ${model}`);
  return params?.['as'] === 'rank' ? score.rank : score.value;
}
