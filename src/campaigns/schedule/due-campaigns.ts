import { type Campaign, type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { STRATA } from '#strata/platform/audit';
import { type Database } from '#strata/platform/database';
import { startDue } from '#strata/platform/schedule';
import { type Logger } from '#strata/platform/telemetry';
import { type CampaignRuns } from '../runs/index.js';

/** What turns are looked after with. */
interface TurnPorts {
  readonly database: Database;
  readonly runs: CampaignRuns;
  readonly log: Logger;
}

/** A release that decides. */
interface CurrentDocuments {
  readonly hash: string;
  readonly documents: ReleaseDocuments;
}

/**
 * Starts the campaigns whose turn has come, each once, whichever of several servers does it. Of turns that were missed one
 * run is made, which says so. A campaign whose run before is not over loses its turn.
 *
 * @param now milliseconds since 1970, UTC
 */
export async function startDueCampaigns(
  { database, runs, log }: TurnPorts,
  { hash, documents }: CurrentDocuments,
  now: number,
): Promise<void> {
  const scheduled = (documents.campaigns ?? []).flatMap((campaign) => scheduledIn(campaign, documents));
  await startDue(
    { database, log },
    {
      kind: 'campaign',
      scheduled,
      now,
      start: ({ of: { document }, note, also }) => {
        const request = { document, release: hash, dryRun: false, ...(note === undefined ? {} : { note }) };
        return runs.start(request, STRATA, also);
      },
    },
  );
}

function scheduledIn(document: Campaign, documents: ReleaseDocuments) {
  const { id, schedule } = document;
  if (schedule === undefined || !('cron' in schedule)) return [];
  return [{ id, document, cron: schedule.cron, timeZone: schedule.timeZone ?? timeZoneOf(documents) }];
}
