import { type Command } from 'commander';
import { loadConfig } from '#strata/platform/config';
import { type CampaignCalls, type ShownRun } from '../../campaigns/campaign-calls.js';
import { followRun } from '../../campaigns/follow-run.js';
import { type RollingCalls, type ShownRolling } from '../../campaigns/rolling-calls.js';
import { type CommonOptions, withCalls, withCommon } from './campaign-options.js';
import { isRun, tellRolling } from './rolling.js';
import { examplesOf, finishRun, OF_RUN, tellRun } from './told.js';

/** `strata campaign pause|resume|cancel`. */
export function registerStopping(campaign: Command): void {
  registerPause(campaign);
  registerResume(campaign);
  registerCancel(campaign);
}

function registerPause(campaign: Command): void {
  registerOf(campaign, 'pause', {
    description: 'stop a run and keep what it has done; a rolling campaign then looks at nobody',
    run: (calls, id) => calls.pause(id),
    rolling: (calls, id) => calls.pause(id),
  });
}

function registerResume(campaign: Command): void {
  withCommon(
    campaign
      .command('resume')
      .argument('<run>', OF_RUN)
      .description('take a paused, failed or interrupted run up again, and follow it; or a rolling campaign')
      .option('--out <file>', 'where to write the list of a run: .parquet, .csv or .ndjson'),
  )
    .addHelpText('after', examplesOf('resume'))
    .action(async (id: string, options: CommonOptions & { readonly out?: string }) => {
      const config = loadConfig();
      await withCalls(config, { ...options, works: true }, async (calls) => {
        if (!isRun(id)) {
          await tellRolling(calls, id, (rolling) => rolling.resume(id), options);
          return;
        }
        const run = await calls.find(id);
        const goes = run.state === 'queued' || run.state === 'running' ? run : await calls.resume(id);
        await finishRun(config, await followRun(calls, goes), options);
      });
    });
}

function registerCancel(campaign: Command): void {
  registerOf(campaign, 'cancel', {
    description:
      'end a run whose list is not ready: what it wrote down is taken back; or a rolling campaign: who is to come is forgotten',
    run: (calls, id) => calls.cancel(id),
    rolling: (calls, id) => calls.cancel(id),
  });
}

/** What is told to a run, or to a rolling campaign. */
interface Told {
  readonly description: string;
  readonly run: (calls: CampaignCalls, id: string) => Promise<ShownRun>;
  readonly rolling: (calls: RollingCalls, id: string) => Promise<ShownRolling>;
}

function registerOf(campaign: Command, name: string, { description, run, rolling }: Told): void {
  withCommon(campaign.command(name).argument('<run>', OF_RUN).description(description))
    .addHelpText('after', examplesOf(name))
    .action(async (id: string, options: CommonOptions) => {
      await withCalls(loadConfig(), options, async (calls) => {
        if (isRun(id)) await tellRun(calls, id, run, options);
        else await tellRolling(calls, id, rolling, options);
      });
    });
}
