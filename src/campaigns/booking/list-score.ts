import { asksModel, type Strategy } from '#strata/engine';
import { type ExposureScore, type ScoringModel } from '#strata/ledger/exposures';
import { type ListedPerson } from './list-rows.js';

/**
 * What the scoring model of a strategy said of somebody in a list, as far as the figures tell by which the offer was priced;
 * null where other models made them, too: a response is known where all offers ask the same model, an effect where there is
 * one offer only.
 */
export function listedScore(
  { offer, conversion, natural }: Pick<ListedPerson, 'offer' | 'conversion' | 'natural'>,
  scoring: ScoringModel,
  { goal, offers }: Pick<Strategy, 'goal' | 'offers'>,
): ExposureScore | null {
  const { model, says } = scoring;
  const of = (value: number | null) => (value === null ? null : { model, value });
  if (says === 'natural') return of(natural);
  const isOwn = offers.every(({ response }) => asksModel(response) && response.model === model);
  if (!isOwn || conversion === null || !offers.some(({ id }) => id === offer)) return null;
  if (says === 'response') return of(conversion);
  const isAlone = says === 'effect' && offers.length === 1 && goal.natural === undefined;
  return isAlone && natural !== null ? of(conversion - natural) : null;
}
