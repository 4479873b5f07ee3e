import { type CampaignObjective } from './campaign-documents.js';
import { type RankBy, type Strategy } from './strategy-documents.js';

/**
 * What decides who comes first in arms that go by models: the objective that the campaign names, else the order that its
 * strategy names (`predictive.rankBy`), else profit.
 */
export function campaignAim(
  { objective }: { readonly objective?: CampaignObjective | undefined },
  { predictive }: Pick<Strategy, 'predictive'>,
): CampaignObjective | RankBy {
  return objective ?? predictive?.rankBy ?? 'profit';
}
