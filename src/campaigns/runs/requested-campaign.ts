import { type Campaign, type ReleaseDocuments } from '#strata/engine';
import { documentsOrThrow, validateInTurns } from '#strata/rulebook/checks';
import { requestDocuments } from '#strata/rulebook/documents';
import { documentCalled } from '#strata/rulebook/releases';

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
  if (campaign !== undefined) return documentCalled(documents.campaigns ?? [], 'campaign', campaign);
  return await unpublishedCampaign(documents, document ?? {});
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
  return documentCalled(checked.campaigns ?? [], 'campaign', String(named.id));
}
