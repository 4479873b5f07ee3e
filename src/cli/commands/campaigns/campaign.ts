import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { saveList } from '#strata/campaigns/job';
import { PACKAGE_ROOT } from '#strata/platform';
import { type Config, loadConfig } from '#strata/platform/config';
import { StrataError } from '#sdk';
import { type CampaignCalls, type ShownRun } from '../../campaigns/campaign-calls.js';
import { type PeopleColumns } from '../../campaigns/spark-campaign.js';
import { followRun, printStarted } from '../../campaigns/follow-run.js';
import { wholeNumber } from '../../options/model-options.js';
import { printJson, printLine } from '../../output/output.js';
import { printCampaignResults, printRun, printRuns } from '../../reports/print-campaign.js';
import { type CommonOptions, withCalls, withCommon } from './campaign-options.js';
import { registerPreview } from './campaign-preview.js';
import { type AudienceOptions, requestedCampaign, withAudience } from './requested-campaign.js';

interface RunOptions extends CommonOptions, AudienceOptions {
  readonly out?: string;
  readonly dryRun?: true;
  readonly engine: 'local' | 'spark';
  readonly master: string;
  readonly people?: string;
  readonly submit: string;
  readonly strata: string;
}

/** `strata campaign run|preview|list|show|pause|resume|cancel|results`: strategies at work on whole audiences. */
export function registerCampaign(program: Command): void {
  const campaign = program
    .command('campaign')
    .description('run strategies on whole audiences, and read what came of it');
  registerRun(campaign);
  registerPreview(campaign);
  registerBundle(campaign);
  registerList(campaign);
  registerShow(campaign);
  registerPause(campaign);
  registerResume(campaign);
  registerCancel(campaign);
  registerResults(campaign);
}

const RUN_EXAMPLES = `
Examples:
  $ strata campaign run november-win-back --dry-run
  $ strata campaign run november-win-back --out list.csv
  $ strata campaign run win-back-coupon --audience users.parquet --consent all --out list.parquet
  $ strata campaign run november-win-back --engine spark --master yarn --strata strata --people crm.facts --out crm.november`;

/** This very installation. */
const OWN = `${process.execPath} ${resolve(PACKAGE_ROOT, 'bin', 'strata.js')}`;

function registerRun(campaign: Command): void {
  withAudience(
    campaign
      .command('run')
      .argument('<campaign>', 'id of a published campaign, or of a strategy together with --audience')
      .description('choose the people of a campaign, write down who gets what, and write the list; Ctrl-C pauses it')
      .option('--out <file>', 'where to write the list: .parquet, .csv or .ndjson')
      .option('--dry-run', 'choose, and write nothing down')
      .addOption(new Option('--engine <name>', 'what it runs on').choices(['local', 'spark']).default('local'))
      .option('--master <url>', "Spark's: of a published campaign, whose list is written and nothing down", 'local[*]')
      .option('--people <table>', "Spark's table of people, or the path of Parquet files; --out names the list's")
      .option('--submit <path>', 'how Spark is called here', 'spark-submit')
      .option('--strata <command>', 'how the machines of the cluster call Strata', OWN),
  )
    .addHelpText('after', RUN_EXAMPLES)
    .action(async (id: string, options: RunOptions) => {
      if (options.dryRun && options.out !== undefined) throw new StrataError('BAD_USAGE', 'A dry run writes no list.');
      if (options.engine === 'spark') {
        await runSpark(id, options);
        return;
      }
      const config = loadConfig();
      await withCalls(config, { ...options, works: true }, async (calls) => {
        const run = await calls.start({
          ...(await requestedCampaign(calls, config, id, options)),
          dryRun: options.dryRun === true,
        });
        if (!options.json) printStarted(run, calls);
        await finish(config, await followRun(calls, run), options);
      });
    });
}

async function runSpark(id: string, { people, out, json, ...run }: RunOptions): Promise<void> {
  if (people === undefined || out === undefined) {
    throw new StrataError('BAD_USAGE', 'Spark needs --people TABLE and --out TABLE.');
  }
  const { runOnSpark } = await import('../../campaigns/spark-campaign.js');
  const manifest = await runOnSpark(id, { ...run, people, out }, Date.now());
  if (json) {
    printJson(manifest);
    return;
  }
  const { rows, audience, heldBy } = manifest;
  printLine(`${out}: ${String(rows)} rows of ${String(audience.people)} people. ${audience.hash}`);
  for (const { words } of heldBy) printLine(words);
}

function registerBundle(campaign: Command): void {
  campaign
    .command('bundle')
    .argument('<campaign>', 'id of a published campaign')
    .description('write what a campaign decides by into a folder: release, models, limits, and what is known of people')
    .requiredOption('--out <dir>', 'the folder')
    .option('--id <column>', 'the column that names the person, where the campaign does not say it', 'user_id')
    .option('--consent <column>', 'the column that says who consented; "all" where everybody did')
    .addHelpText('after', '\nExample:\n  $ strata campaign bundle november-win-back --out november')
    .action(async (id: string, { out, ...columns }: PeopleColumns & { readonly out: string }) => {
      const { writeCampaignBundle } = await import('../../campaigns/spark-campaign.js');
      await writeCampaignBundle(id, resolve(out), columns, Date.now());
      printLine(`Written: ${out}`);
    });
}

async function finish(config: Config, run: ShownRun, { out, json }: Pick<RunOptions, 'out' | 'json'>): Promise<void> {
  if (out !== undefined) await saveList(config.home, run, resolve(out));
  if (json) {
    printJson(run);
    return;
  }
  printRun(run);
  if (out !== undefined) printLine(`Written: ${out}`);
}

function registerList(campaign: Command): void {
  withCommon(
    campaign
      .command('list')
      .argument('[campaign]', 'only runs of this campaign')
      .description('list the runs of campaigns, the latest first')
      .option('--limit <n>', 'how many', wholeNumber(1, 200), 20),
  )
    .addHelpText('after', '\nExample:\n  $ strata campaign list november-win-back')
    .action(async (id: string | undefined, { limit, ...options }: CommonOptions & { readonly limit: number }) => {
      await withCalls(loadConfig(), options, async (calls) => {
        const runs = await calls.list({ limit, ...(id === undefined ? {} : { campaign: id }) });
        if (options.json) printJson(runs);
        else printRuns(runs);
      });
    });
}

function registerShow(campaign: Command): void {
  registerOfRun(campaign, 'show', 'show a run: how far it is, who is chosen, and what stops the others', (calls, id) =>
    calls.find(id),
  );
}

function registerPause(campaign: Command): void {
  registerOfRun(campaign, 'pause', 'stop a run and keep what it has done', (calls, id) => calls.pause(id));
}

function registerCancel(campaign: Command): void {
  registerOfRun(
    campaign,
    'cancel',
    'end a run whose list is not ready; what it wrote down is taken back',
    (calls, id) => calls.cancel(id),
  );
}

function registerResume(campaign: Command): void {
  withCommon(
    campaign
      .command('resume')
      .argument('<run>', 'id of a run')
      .description('take a paused, failed or interrupted run up again, and follow it')
      .option('--out <file>', 'where to write the list: .parquet, .csv or .ndjson'),
  )
    .addHelpText('after', '\nExample:\n  $ strata campaign resume 019a2f6e-8f10-7cc0-b2f1-3d6f5a0c9e41')
    .action(async (id: string, options: CommonOptions & { readonly out?: string }) => {
      const config = loadConfig();
      await withCalls(config, { ...options, works: true }, async (calls) => {
        const run = await calls.find(id);
        const goes = run.state === 'queued' || run.state === 'running' ? run : await calls.resume(id);
        await finish(config, await followRun(calls, goes), options);
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

function registerOfRun(
  campaign: Command,
  name: string,
  description: string,
  call: (calls: CampaignCalls, id: string) => Promise<ShownRun>,
): void {
  withCommon(campaign.command(name).argument('<run>', 'id of a run').description(description))
    .addHelpText('after', `\nExample:\n  $ strata campaign ${name} 019a2f6e-8f10-7cc0-b2f1-3d6f5a0c9e41`)
    .action(async (id: string, options: CommonOptions) => {
      await withCalls(loadConfig(), options, async (calls) => {
        const run = await call(calls, id);
        if (options.json) printJson(run);
        else printRun(run);
      });
    });
}
