import { type Campaign, type ReleaseDocuments } from '#strata/engine';
import { documentsOrThrow, validateInTurns } from '#strata/rulebook/checks';
import { requestDocuments } from '#strata/rulebook/documents';
import { nearestName, StrataError } from '#sdk';

/** A campaign that is asked for: published, or sent as its document would be. */
export interface RequestedCampaign {
  /** Id of a published campaign … */
  readonly campaign?: string | undefined;
  /** … or one that is not, as it was sent. */
  readonly document?: Readonly<Record<string, unknown>> | undefined;
}

/** The campaign that is asked for. @throws StrataError NOT_FOUND with the nearest id, INVALID_DOCUMENT with all problems */
export async function requestedCampaign(
  documents: ReleaseDocuments,
  { campaign, document }: RequestedCampaign,
): Promise<Campaign> {
  if (campaign !== undefined) return publishedCampaign(documents, campaign);
  return await unpublishedCampaign(documents, document ?? {});
}

/** A published campaign. @throws StrataError NOT_FOUND with the nearest id */
function publishedCampaign({ campaigns = [] }: ReleaseDocuments, id: string): Campaign {
  const found = campaigns.find((campaign) => campaign.id === id);
  if (found !== undefined) return found;
  const message = `There is no campaign "${id.slice(0, 100)}" in the current release.`;
  const nearest = nearestName(
    id,
    campaigns.map((campaign) => campaign.id),
  );
  throw new StrataError('NOT_FOUND', message, {
    problems: [{ message, ...(nearest === undefined ? {} : { nearest }) }],
  });
}

/**
 * A campaign that is not published, checked with the documents of a release as publishing it would.
 *
 * @param content as it was sent; without an id and a title it is called as its strategy
 * @throws StrataError INVALID_DOCUMENT with all problems
 */
async function unpublishedCampaign(
  documents: ReleaseDocuments,
  content: Readonly<Record<string, unknown>>,
): Promise<Campaign> {
  const { strategy } = content;
  const named = { id: strategy, title: `A run of ${String(strategy).slice(0, 100)}`, ...content };
  const others = (documents.campaigns ?? []).filter(({ id }) => id !== named.id);
  const sources = requestDocuments({ ...documents, campaigns: [...others, named] });
  const checked = documentsOrThrow(await validateInTurns(sources));
  return publishedCampaign(checked, String(named.id));
}
