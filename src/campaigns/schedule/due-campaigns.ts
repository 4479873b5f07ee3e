import { type Campaign, type CronSchedule, type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { nextTurn } from '#strata/kernel/cron';
import { STRATA } from '#strata/platform/audit';
import { type Database } from '#strata/platform/database';
import { type Logger } from '#strata/platform/telemetry';
import { isStrataError } from '#sdk';
import { type CampaignRuns } from '../runs/index.js';
import { findTurns, forgetTurns, moveTurn, type TurnRow } from './turn-table.js';

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
 * Starts the campaigns whose turn has come, each once, whichever of several servers does it: the turn is moved on in the
 * transaction that puts the run into the queue. Of turns that were missed one run is made, which says so. A campaign whose
 * run before is not over loses its turn.
 *
 * @param now milliseconds since 1970, UTC
 */
export async function startDueCampaigns(ports: TurnPorts, current: CurrentDocuments, now: number): Promise<void> {
  const scheduled = scheduledIn(current.documents);
  const known = await ports.database.run(async (manager) => {
    const turns = await findTurns(manager);
    const ids = scheduled.map(({ campaign }) => campaign.id);
    if ([...turns.keys()].some((id) => !ids.includes(id))) await forgetTurns(manager, ids);
    return turns;
  });
  for (const each of scheduled) {
    const turn = known.get(each.campaign.id);
    if (turn?.schedule !== each.schedule)
      await ports.database.run((manager) => moveTurn(manager, turnAfter(each, now), turn));
    else if (turn.due <= now) await startTurn(ports, current, { each, turn, now });
  }
}

interface Scheduled {
  readonly campaign: Campaign;
  readonly cron: string;
  readonly timeZone: string;
  /** Both, as they are kept. */
  readonly schedule: string;
}

function scheduledIn(documents: ReleaseDocuments): readonly Scheduled[] {
  return (documents.campaigns ?? []).flatMap((campaign) => {
    const { schedule } = campaign;
    return schedule !== undefined && 'cron' in schedule ? [scheduledBy(campaign, schedule, documents)] : [];
  });
}

function scheduledBy(campaign: Campaign, { cron, timeZone }: CronSchedule, documents: ReleaseDocuments): Scheduled {
  const zone = timeZone ?? timeZoneOf(documents);
  return { campaign, cron, timeZone: zone, schedule: `${cron} ${zone}` };
}

/** A cron expression that was published has a turn some day. */
function turnAfter({ campaign, cron, timeZone, schedule }: Scheduled, now: number): TurnRow {
  return { campaign: campaign.id, schedule, due: nextTurn(cron, timeZone, now) ?? Number.MAX_SAFE_INTEGER };
}

interface DueTurn {
  readonly each: Scheduled;
  readonly turn: TurnRow;
  readonly now: number;
}

async function startTurn({ database, runs, log }: TurnPorts, release: CurrentDocuments, due: DueTurn): Promise<void> {
  const { each, turn, now } = due;
  const missed = missedBefore(due);
  const next = turnAfter(each, now);
  try {
    await runs.start(
      {
        ...{ document: each.campaign, release: release.hash, dryRun: false },
        ...(missed === 0 ? {} : { note: missedWords(missed) }),
      },
      STRATA,
      async (manager) => {
        if (!(await moveTurn(manager, next, turn))) throw new TakenByAnother();
      },
    );
  } catch (error) {
    if (error instanceof TakenByAnother) return;
    if (!isStrataError(error) || error.code !== 'CONFLICT') throw error;
    log.warn({ campaign: each.campaign.id }, 'the run before is not over: this turn of the campaign is left out');
    await database.run((manager) => moveTurn(manager, next, turn));
  }
}

/** Another server has started the turn; undoes the transaction. */
class TakenByAnother extends Error {
  override readonly name = 'TakenByAnother';
}

/** More are not counted. */
const MOST_MISSED = 1_000;

/** The turns that came after the one that is due and are over as well. */
function missedBefore({ each, turn, now }: DueTurn): number {
  let missed = 0;
  for (
    let at = nextTurn(each.cron, each.timeZone, turn.due);
    at !== null && at <= now && missed < MOST_MISSED;
    missed++
  ) {
    at = nextTurn(each.cron, each.timeZone, at);
  }
  return missed;
}

function missedWords(missed: number): string {
  return missed === 1
    ? '1 turn was missed; this run is for both'
    : `${missed} turns were missed; this run is for all of them`;
}
