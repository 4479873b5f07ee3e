import { type Choice, type Counterfactual, type Rescoring, searchNearestChange } from '#strata/engine/decide';
import { type Scores } from '#strata/engine';
import { type ChampionScorers, type Rescorer } from '#strata/models/registry';

/**
 * The smallest change that would alter the outcome, each one decided again with what the models of the decision (in the
 * versions that scored it) say about the changed facts. Costly: for explanations that somebody asked for, one at a time. Null
 * where there is none, where a version cannot be asked any more, or fails, or where the search takes too long.
 */
export async function findNearestChange(choice: Choice, scorers: ChampionScorers): Promise<Counterfactual | null> {
  const versions = Object.entries(choice.scores).flatMap(([model, score]) =>
    score.status === 'scored' ? [[model, score.version] as const] : [],
  );
  return (await scorers.rescoring(versions, (rescore) => drive(choice, rescore))) ?? null;
}

/** Others wait for their explanations, too. */
const TIME_LIMIT_MS = 10_000;

async function drive(choice: Choice, rescore: Rescorer): Promise<Counterfactual | null> {
  const search = searchNearestChange(choice);
  const end = performance.now() + TIME_LIMIT_MS;
  let step: IteratorResult<Rescoring, Counterfactual | null> = search.next();
  while (step.done !== true) {
    const { models, facts } = step.value;
    const scores: Scores = await rescore(models, facts);
    if (performance.now() > end || Object.values(scores).some(({ status }) => status === 'failed')) return null;
    step = search.next(scores);
  }
  return step.value;
}
