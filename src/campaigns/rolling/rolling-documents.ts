import { type Campaign, type RollingSchedule } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';
import { documentCalled } from '#strata/rulebook/releases';

/** A campaign that takes turn after turn. */
export type RollingCampaign = Campaign & { readonly schedule: RollingSchedule };

/** The rolling campaigns of a release. */
export function rollingIn({ documents }: Pick<CompiledRelease, 'documents'>): readonly RollingCampaign[] {
  return (documents.campaigns ?? []).filter(isRolling);
}

/** A rolling campaign of a release. @throws StrataError NOT_FOUND with the nearest id */
export function rollingCampaign(release: Pick<CompiledRelease, 'documents'>, id: string): RollingCampaign {
  return documentCalled(rollingIn(release), 'rolling campaign', id, 'a campaign with "every" in its schedule');
}

/** Whether a campaign takes turn after turn. */
export function isRolling(campaign: Campaign): campaign is RollingCampaign {
  return campaign.schedule !== undefined && 'every' in campaign.schedule;
}
