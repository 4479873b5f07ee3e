import { type Campaign, type RollingSchedule } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';
import { nearestName, StrataError } from '#sdk';

/** A campaign that takes turn after turn. */
export type RollingCampaign = Campaign & { readonly schedule: RollingSchedule };

/** The rolling campaigns of a release. */
export function rollingIn({ documents }: Pick<CompiledRelease, 'documents'>): readonly RollingCampaign[] {
  return (documents.campaigns ?? []).filter(isRolling);
}

/** A rolling campaign of a release. @throws StrataError NOT_FOUND with the nearest id */
export function rollingCampaign(release: Pick<CompiledRelease, 'documents'>, id: string): RollingCampaign {
  const all = rollingIn(release);
  const found = all.find((campaign) => campaign.id === id);
  if (found !== undefined) return found;
  const message = `There is no rolling campaign "${id.slice(0, 100)}" in the current release.`;
  const nearest = nearestName(
    id,
    all.map((campaign) => campaign.id),
  );
  const expected = 'a campaign with "every" in its schedule';
  const problem = { message, expected, ...(nearest === undefined ? {} : { nearest }) };
  throw new StrataError('NOT_FOUND', message, { problems: [problem] });
}

/** Whether a campaign takes turn after turn. */
export function isRolling(campaign: Campaign): campaign is RollingCampaign {
  return campaign.schedule !== undefined && 'every' in campaign.schedule;
}
