import { type Command } from 'commander';
import { type Config } from '#strata/platform/config';
import { campaignCalls, type CampaignCalls } from '../../campaigns/campaign-calls.js';

/** What every command of campaigns takes. */
export interface CommonOptions {
  readonly key?: string;
  readonly json?: true;
}

/** Adds what every command of campaigns takes. */
export function withCommon(command: Command): Command {
  return command
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'for machines');
}

/** Works with the campaigns of a running server, or of this process, and closes them. */
export async function withCalls(
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
