import { factsAndScores, splitByScores } from '../rows/model-scores.js';
import { type People } from '../rows/people.js';
import { joinRows, NOBODY } from '../rows/row-numbers.js';
import { type QualifiedPeople } from './qualify-columns.js';

/**
 * The rows that need the models of offers, once the models of the predictive stage have scored: so that nobody is scored
 * for an offer who cannot get one. `model` need those that offers read, `baseline` those of the human rule's.
 */
export function rowsForOffers(
  { strategy, people, model, baseline }: QualifiedPeople,
  scores: People['scores'],
): Pick<QualifiedPeople, 'model' | 'baseline'> {
  const known = { ...people, scores };
  const reasons = new Uint8Array(strategy.predictiveModels.length === 0 ? 0 : people.rows);
  const { scored, failed } = splitByScores(model, strategy.predictiveModels, known, reasons);
  const passed = strategy.predictive?.select(factsAndScores(known), scored) ?? scored;
  const left = strategy.document.predictive?.onFailure === 'none' ? NOBODY : failed;
  return { model: passed, baseline: joinRows(baseline, left) };
}
