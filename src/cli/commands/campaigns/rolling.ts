import { resolve } from 'node:path';
import { StrataError } from '#sdk';
import { type CampaignCalls } from '../../campaigns/campaign-calls.js';
import { type ShownRolling } from '../../campaigns/rolling-calls.js';
import { saveRollingList } from '../../campaigns/save-rolling-list.js';
import { printJson, printLine } from '../../output/output.js';
import { printRolling, printTurns } from './print-rolling.js';
import { type CommonOptions } from './campaign-options.js';

/** Turns that are shown. */
const TURNS = 10;
const RUN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True where a command is asked about a run; else about a rolling campaign, by the campaign's id. */
export function isRun(id: string): boolean {
  return RUN.test(id);
}

/** Whether a published campaign takes turn after turn. */
export async function isRollingCampaign(calls: CampaignCalls, id: string): Promise<boolean> {
  const { campaigns } = await calls.published();
  const { schedule } = campaigns.find((campaign) => campaign.id === id) ?? {};
  return schedule !== undefined && 'every' in schedule;
}

/** What a rolling campaign is told to do, and shown after. */
export async function tellRolling(
  calls: CampaignCalls,
  id: string,
  tell: (calls: CampaignCalls['rolling'], id: string) => Promise<ShownRolling>,
  { json }: CommonOptions,
): Promise<void> {
  const rolling = await tell(calls.rolling, id);
  if (json) {
    printJson(rolling);
    return;
  }
  printRolling(rolling, await calls.rolling.turns(id, TURNS), Date.now());
}

/** Takes a turn at once; `out` is where its list is written to. */
export async function runRolling(
  calls: CampaignCalls,
  id: string,
  { out, dryRun, json }: CommonOptions & { readonly out?: string; readonly dryRun?: true },
): Promise<void> {
  if (dryRun) {
    throw new StrataError('BAD_USAGE', 'A turn of a rolling campaign has no dry run.', {
      problems: [{ message: `"${id}" is rolling`, expected: `strata campaign preview ${id}` }],
    });
  }
  const [before] = await calls.rolling.turns(id, 1);
  await tellRolling(calls, id, (rolling) => rolling.turnNow(id), json ? { json } : {});
  if (out === undefined) return;
  const [latest] = await calls.rolling.turns(id, 1);
  if (latest === undefined || latest.id === before?.id) printLine('Nobody came onto the list: nothing was written.');
  else await writeList(calls, { campaign: id, turn: latest.id }, out);
}

/** The turns of a rolling campaign. */
export async function listTurns(
  calls: CampaignCalls,
  id: string,
  { json, limit }: CommonOptions & { readonly limit: number },
): Promise<void> {
  const turns = await calls.rolling.turns(id, limit);
  if (json) printJson(turns);
  else printTurns(turns);
}

/** Writes a list, and says how many are on it. */
export async function writeList(
  calls: CampaignCalls,
  list: { readonly campaign: string; readonly turn?: string },
  out: string,
): Promise<void> {
  const rows = await saveRollingList(calls.rolling, list, resolve(out));
  process.stderr.write(`Written: ${out}, ${String(rows)} rows\n`);
}
