import { type Database } from '#strata/platform/database';
import { StrataError } from '#sdk';
import { type CampaignPayload, type MatchCounts, matchPath } from '../runs/index.js';
import { writeMatchList } from './match-list.js';

/** A run whose list is for an ad platform. */
interface MatchRun {
  readonly id: string;
  readonly payload: Pick<CampaignPayload, 'document'>;
  /** The purpose that the strategy asks consent for. */
  readonly purpose: string | undefined;
  /** Path of its list. */
  readonly list: string;
  readonly signal: AbortSignal;
}

/**
 * Writes the hashed addresses of a run beside its list, as consent stands now; done again they are written anew. Undefined where the
 * campaign is for no ad platform.
 *
 * @throws StrataError CANCELLED
 */
export async function matchPeople(
  { database, home }: { readonly database: Database; readonly home: string },
  { id, payload, purpose, list, signal }: MatchRun,
): Promise<MatchCounts | undefined> {
  const { out, audience } = payload.document;
  if (out === undefined || !('customerMatch' in out)) return undefined;
  if (purpose === undefined) throw new StrataError('INVALID_DOCUMENT', 'The strategy asks for no consent.');
  // Whoever is in a file of an audience consented by what the file says.
  const onlyStored = 'stored' in audience;
  return await writeMatchList(
    database,
    { list, match: out.customerMatch, purpose, onlyStored, signal },
    matchPath(home, id),
  );
}
