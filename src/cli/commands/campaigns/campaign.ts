import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { PACKAGE_ROOT } from '#strata/platform';
import { loadConfig } from '#strata/platform/config';
import { StrataError } from '#sdk';
import { type PeopleColumns } from '../../campaigns/spark-campaign.js';
import { followRun, printStarted } from '../../campaigns/follow-run.js';
import { printJson, printLine } from '../../output/output.js';
import { type CommonOptions, withCalls } from './campaign-options.js';
import { registerPreview } from './campaign-preview.js';
import { registerReading } from './campaign-reading.js';
import { registerStopping } from './campaign-stopping.js';
import { type AudienceOptions, requestedCampaign, withAudience } from './requested-campaign.js';
import { isRollingCampaign, runRolling } from './rolling.js';
import { finishRun } from './told.js';

interface RunOptions extends CommonOptions, AudienceOptions {
  readonly out?: string;
  readonly dryRun?: true;
  readonly force?: string;
  readonly engine: 'local' | 'spark';
  readonly master: string;
  readonly people?: string;
  readonly submit: string;
  readonly conf: readonly string[];
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
  registerReading(campaign);
  registerStopping(campaign);
}

const RUN_EXAMPLES = `
Examples:
  $ strata campaign run november-win-back --dry-run
  $ strata campaign run november-win-back --out list.csv
  $ strata campaign run win-back-coupon --audience users.parquet --consent all --out list.parquet
  $ strata campaign run cart-reminders                        # rolling: one turn now, whether a server takes turns or not
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
      .option('--force <why>', 'run even on people whom a model must not score; kept with the run and logged')
      .addOption(new Option('--engine <name>', 'what it runs on').choices(['local', 'spark']).default('local'))
      .option('--master <url>', "Spark's: of a published campaign, whose list is written and nothing down", 'local[*]')
      .option('--people <table>', "Spark's table of people, or the path of Parquet files; --out names the list's")
      .option('--submit <path>', 'how Spark is called here', 'spark-submit')
      .option('--conf <key=value...>', "Spark's configuration, such as spark.executor.memory=8g", [])
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
        if (options.audience === undefined && (await isRollingCampaign(calls, id))) {
          await runRolling(calls, id, options);
          return;
        }
        const run = await calls.start({
          ...(await requestedCampaign(calls, config, id, options)),
          dryRun: options.dryRun === true,
          ...(options.force === undefined ? {} : { force: options.force }),
        });
        const began = (): void => {
          if (!options.json) printStarted(run, calls);
        };
        await finishRun(config, await followRun(calls, run, began), options);
      });
    });
}

async function runSpark(id: string, { people, out, json, ...run }: RunOptions): Promise<void> {
  if (people === undefined || out === undefined) {
    throw new StrataError('BAD_USAGE', 'Spark needs --people TABLE and --out TABLE.');
  }
  const { runOnSpark } = await import('../../campaigns/spark-campaign.js');
  const { home } = loadConfig();
  const manifest = await runOnSpark(id, { ...run, people, out, home }, Date.now());
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
