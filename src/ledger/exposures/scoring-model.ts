import { asksModel, conditionLeaves, type ModelDocument, type Strategy } from '#strata/engine';

/** The model by whose score the people of a strategy are told apart. */
export interface ScoringModel {
  readonly model: string;
  /**
   * What its score is: how likely people reach the goal without an offer (`natural`), or with one (`response`); what an
   * offer adds to that (`effect`); or whatever a condition of the strategy reads (`condition`).
   */
  readonly says: 'natural' | 'response' | 'effect' | 'condition';
}

/** The model's score of somebody. */
export interface ExposureScore {
  readonly model: string;
  readonly value: number;
}

/**
 * The model that says what people do without an offer; else that of the first offer that asks one; else the first that
 * `predictive` reads. Null of a strategy that asks none of these.
 */
export function scoringModel(
  { goal, offers, predictive }: Pick<Strategy, 'goal' | 'offers' | 'predictive'>,
  models: readonly Pick<ModelDocument, 'id' | 'task'>[],
): ScoringModel | null {
  const isUplift = (model: string) => models.some(({ id, task }) => id === model && task === 'uplift');
  const { natural } = goal;
  if (asksModel(natural) && !isUplift(natural.model)) return { model: natural.model, says: 'natural' };
  for (const { response } of offers) {
    if (!asksModel(response)) continue;
    return { model: response.model, says: isUplift(response.model) ? 'effect' : 'response' };
  }
  const read = conditionLeaves(predictive?.when, '').find(({ leaf }) => leaf.fact === 'score');
  const model = read?.leaf.params?.['model'];
  return typeof model === 'string' ? { model, says: 'condition' } : null;
}
