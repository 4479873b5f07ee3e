import { basename, dirname, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { saveList } from '#strata/campaigns/job';
import { PACKAGE_ROOT } from '#strata/platform';
import { type Config, loadConfig } from '#strata/platform/config';
import { nearestName, StrataError } from '#sdk';
import {
  campaignCalls,
  type CampaignCalls,
  type PublishedNames,
  type RunToStart,
  type ShownRun,
} from '../../campaigns/campaign-calls.js';
import { type PeopleColumns } from '../../campaigns/spark-campaign.js';
import { followRun, printStarted } from '../../campaigns/follow-run.js';
import { wholeNumber } from '../../options/model-options.js';
import { printJson, printLine } from '../../output/output.js';
import { printCampaignResults, printRun, printRuns } from '../../reports/print-campaign.js';

interface Common {
  readonly key?: string;
  readonly json?: true;
}

interface RunOptions extends Common {
  readonly audience?: string;
  readonly id: string;
  readonly consent?: string;
  readonly out?: string;
  readonly dryRun?: true;
  readonly engine: 'local' | 'spark';
  readonly master: string;
  readonly people?: string;
  readonly submit: string;
  readonly strata: string;
}

/** `strata campaign run|list|show|pause|resume|cancel|results`: strategies at work on whole audiences. */
export function registerCampaign(program: Command): void {
  const campaign = program
    .command('campaign')
    .description('run strategies on whole audiences, and read what came of it');
  registerRun(campaign);
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
  withCommon(
    campaign
      .command('run')
      .argument('<campaign>', 'id of a published campaign, or of a strategy together with --audience')
      .description('choose the people of a campaign, write down who gets what, and write the list; Ctrl-C pauses it')
      .option('--audience <file>', 'people to choose from: Parquet, CSV or NDJSON; "stored" for those of the store')
      .option('--id <column>', 'the column of --audience that names the person', 'user_id')
      .option('--consent <column>', 'the column of --audience that says who consented; "all" where everybody did')
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
        const run = await calls.start(await runToStart(calls, config, id, options));
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
  if (json) printJson(manifest);
  else
    printLine(
      `${out}: ${String(manifest.rows)} rows of ${String(manifest.audience.people)} people. ${manifest.audience.hash}`,
    );
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

/** A campaign that is published, with another audience where one is named; or a strategy on an audience. */
async function runToStart(calls: CampaignCalls, config: Config, id: string, options: RunOptions): Promise<RunToStart> {
  const dryRun = options.dryRun === true;
  const { campaigns, strategies } = await calls.published();
  const campaign = campaigns.find((each) => each.id === id);
  const strategy = strategies.find((each) => each.id === (campaign?.strategy ?? id));
  if (strategy === undefined) throw unknownName(id, [...campaigns, ...strategies]);
  if (options.audience === undefined) {
    if (campaign !== undefined) return { campaign: id, dryRun };
    throw new StrataError('BAD_USAGE', `"${id}" is a strategy: say on whom it is to run.`, {
      problems: [{ message: '--audience is missing', expected: '--audience FILE, or --audience stored' }],
    });
  }
  const document = { ...(campaign ?? { strategy: strategy.id }) };
  if (options.audience === 'stored') return { document: { ...document, audience: { stored: true } }, dryRun };
  const { files, directory } = placeOfFile(options.audience, config, calls);
  return {
    document: { ...document, audience: { files, id: options.id, ...consentOf(strategy, options) } },
    dryRun,
    ...(directory === undefined ? {} : { directory }),
  };
}

function unknownName(id: string, known: readonly { readonly id: string }[]): StrataError {
  const nearest = nearestName(
    id,
    known.map((each) => each.id),
  );
  const message = `There is no campaign or strategy "${id}".`;
  return new StrataError('NOT_FOUND', message, {
    problems: [{ message, ...(nearest === undefined ? {} : { nearest }) }],
  });
}

/** A server reads below its `DATA_DIR` only; this process reads what it is told to. */
function placeOfFile(
  file: string,
  { dataDir }: Config,
  { served }: CampaignCalls,
): { readonly files: string; readonly directory?: string } {
  if (!served) return { files: basename(file), directory: resolve(dirname(file)) };
  if (dataDir === undefined) return { files: file };
  const path = relative(dataDir, resolve(file));
  return { files: path.startsWith(`..${sep}`) ? file : path };
}

function consentOf({ consent: purpose }: PublishedNames['strategies'][number], { consent }: RunOptions): object {
  if (consent === undefined || purpose === undefined) return {};
  return { consent: { [purpose]: consent === 'all' ? true : consent } };
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
    .action(async (id: string | undefined, { limit, ...options }: Common & { readonly limit: number }) => {
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
    .action(async (id: string, options: Common & { readonly out?: string }) => {
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
    .action(async (of: string, { level, ...options }: Common & { readonly level: string }) => {
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
    .action(async (id: string, options: Common) => {
      await withCalls(loadConfig(), options, async (calls) => {
        const run = await call(calls, id);
        if (options.json) printJson(run);
        else printRun(run);
      });
    });
}

function withCommon(command: Command): Command {
  return command
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'for machines');
}

async function withCalls(
  config: Config,
  options: { readonly key?: string; readonly works?: boolean },
  work: (calls: CampaignCalls) => Promise<void>,
): Promise<void> {
  const calls = await campaignCalls(config, options);
  try {
    await work(calls);
  } finally {
    await calls.close();
  }
}
