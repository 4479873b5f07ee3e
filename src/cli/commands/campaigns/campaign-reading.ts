import { type Command } from 'commander';
import { loadConfig } from '#strata/platform/config';
import { StrataError } from '#sdk';
import { wholeNumber } from '../../options/model-options.js';
import { printJson } from '../../output/output.js';
import { printCampaignResults, printRuns } from '../../reports/print-campaign.js';
import { printAllRolling } from './print-rolling.js';
import { type CommonOptions, withCalls, withCommon } from './campaign-options.js';
import { isRollingCampaign, isRun, listTurns, tellRolling, writeList } from './rolling.js';
import { examplesOf, OF_RUN, tellRun } from './told.js';

/** `strata campaign list|show|results`. */
export function registerReading(campaign: Command): void {
  registerList(campaign);
  registerShow(campaign);
  registerResults(campaign);
}

function registerList(campaign: Command): void {
  withCommon(
    campaign
      .command('list')
      .argument('[campaign]', 'only runs of this campaign; the turns of a rolling one')
      .description('list the runs of campaigns, the latest first, and the rolling ones')
      .option('--limit <n>', 'how many', wholeNumber(1, 200), 20),
  )
    .addHelpText('after', '\nExample:\n  $ strata campaign list november-win-back')
    .action(async (id: string | undefined, { limit, ...options }: CommonOptions & { readonly limit: number }) => {
      await withCalls(loadConfig(), options, async (calls) => {
        if (id !== undefined && (await isRollingCampaign(calls, id))) {
          await listTurns(calls, id, { ...options, limit });
          return;
        }
        const runs = await calls.list({ limit, ...(id === undefined ? {} : { campaign: id }) });
        if (options.json) {
          printJson(runs);
          return;
        }
        printRuns(runs);
        const rolling = id === undefined ? await calls.rolling.list() : [];
        if (rolling.length > 0) printAllRolling(rolling);
      });
    });
}

interface ShowOptions extends CommonOptions {
  readonly turn?: string;
  readonly out?: string;
}

function registerShow(campaign: Command): void {
  withCommon(
    campaign
      .command('show')
      .argument('<run>', OF_RUN)
      .description('show a run: how far it is, who is chosen, and what stops the others; or a rolling campaign')
      .option('--turn <id>', 'of a rolling campaign: only the list of this turn, with --out')
      .option('--out <file>', 'of a rolling campaign: where to write its list: .csv or .ndjson'),
  )
    .addHelpText('after', examplesOf('show', '\n  $ strata campaign show cart-reminders --out contacts.csv'))
    .action(async (id: string, { turn, out, ...options }: ShowOptions) => {
      if (isRun(id) && (turn !== undefined || out !== undefined)) {
        throw new StrataError('BAD_USAGE', '--turn and --out are about rolling campaigns.');
      }
      if (turn !== undefined && out === undefined) throw new StrataError('BAD_USAGE', '--turn needs --out FILE.');
      await withCalls(loadConfig(), options, async (calls) => {
        if (isRun(id)) await tellRun(calls, id, (all) => all.find(id), options);
        else if (out === undefined) await tellRolling(calls, id, (rolling) => rolling.find(id), options);
        else {
          await calls.rolling.find(id);
          await writeList(calls, { campaign: id, ...(turn === undefined ? {} : { turn }) }, out);
        }
      });
    });
}

function registerResults(campaign: Command): void {
  withCommon(
    campaign
      .command('results')
      .argument('<campaign>', 'id of a campaign, for all its runs, or of a run')
      .description('what a campaign brought: sent, converted, redeemed, cost, return and lift against the hold-out')
      .option('--level <share>', 'of the intervals', '0.95'),
  )
    .addHelpText('after', '\nExample:\n  $ strata campaign results november-win-back')
    .action(async (of: string, { level, ...options }: CommonOptions & { readonly level: string }) => {
      await withCalls(loadConfig(), options, async (calls) => {
        const results = await calls.results(of, level);
        if (options.json) printJson(results);
        else printCampaignResults(results);
      });
    });
}
