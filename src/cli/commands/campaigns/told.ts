import { resolve } from 'node:path';
import { saveList, saveMatch } from '#strata/campaigns/job';
import { type Config } from '#strata/platform/config';
import { type CampaignCalls, type ShownRun } from '../../campaigns/campaign-calls.js';
import { printJson, printLine } from '../../output/output.js';
import { printRun } from '../../reports/print-campaign.js';
import { type CommonOptions } from './campaign-options.js';

/** Whom commands are about. */
export const OF_RUN = 'id of a run, or of a rolling campaign';

/** Tells something to a run, or asks it, and shows it after. */
export async function tellRun(
  calls: CampaignCalls,
  id: string,
  tell: (calls: CampaignCalls, id: string) => Promise<ShownRun>,
  { json }: CommonOptions,
): Promise<void> {
  const run = await tell(calls, id);
  if (json) printJson(run);
  else printRun(run);
}

/** What the help of a command ends with. */
export function examplesOf(name: string, more = ''): string {
  const run = `strata campaign ${name} 019a2f6e-8f10-7cc0-b2f1-3d6f5a0c9e41`;
  return `\nExamples:\n  $ ${run}\n  $ strata campaign ${name} cart-reminders${more}`;
}

/** Writes the list of a run into a file where one is named, and shows the run. */
export async function finishRun(
  config: Config,
  run: ShownRun,
  { out, json }: { readonly out?: string; readonly json?: true },
): Promise<void> {
  if (out !== undefined) {
    if (run.manifest?.match === undefined) await saveList(config.home, run, resolve(out));
    else await saveMatch(config.home, run.id, resolve(out));
  }
  if (json) {
    printJson(run);
    return;
  }
  printRun(run);
  if (out !== undefined) printLine(`Written: ${out}`);
}
