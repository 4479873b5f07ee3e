import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type Config, loadConfig } from '#strata/platform/config';
import { StrataError } from '#sdk';
import { type CampaignCalls, type CampaignRequest } from '../../campaigns/campaign-calls.js';
import { printJson } from '../../output/output.js';
import { printCampaignPreview } from '../../reports/print-campaign-preview.js';
import { type CommonOptions, withCalls } from './campaign-options.js';
import { type AudienceOptions, requestedCampaign, withAudience } from './requested-campaign.js';

interface PreviewOptions extends CommonOptions, AudienceOptions {
  readonly sample?: number | 'all';
}

const EXAMPLES = `
Examples:
  $ strata campaign preview november-win-back
  $ strata campaign preview rules/campaigns/november-win-back.json --sample all
  $ strata campaign preview win-back-coupon --audience users.parquet --consent all`;

/** `strata campaign preview`: whom a campaign would reach, before it runs. */
export function registerPreview(campaign: Command): void {
  withAudience(
    campaign
      .command('preview')
      .argument('<campaign>', 'id of a published campaign, path of a document, or a strategy together with --audience')
      .description('say whom a campaign would reach, step by step, and why the others not; nothing is written down')
      .option('--sample <n>', 'about how many people to look at; "all" for everybody (default: 100000)', sampleSize),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { sample, ...options }: PreviewOptions) => {
      const config = loadConfig();
      await withCalls(config, options, async (calls) => {
        const requested = await campaignToPreview(calls, config, id, options);
        const preview = await calls.preview({ ...requested, ...(sample === undefined ? {} : { sample }) });
        if (options.json) printJson(preview);
        else printCampaignPreview(preview);
      });
    });
}

async function campaignToPreview(
  calls: CampaignCalls,
  config: Config,
  id: string,
  options: AudienceOptions,
): Promise<CampaignRequest> {
  if (!id.endsWith('.json')) return await requestedCampaign(calls, config, id, options);
  return { document: documentIn(await readFile(id, 'utf8').catch(unreadable(id)), id) };
}

function documentIn(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new StrataError('BAD_FILE', `${file} is not JSON: ${String(error)}`, { cause: error });
  }
}

function unreadable(file: string): (error: unknown) => never {
  return (error) => {
    throw new StrataError('BAD_FILE', `There is no file "${file}".`, { cause: error });
  };
}

function sampleSize(text: string): number | 'all' {
  if (text === 'all') return text;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= 1_000_000) return size;
  throw new InvalidArgumentError('Expected a number from 1 to 1,000,000, or "all".');
}
