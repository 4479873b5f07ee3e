import { setTimeout as delay } from 'node:timers/promises';
import { type Command } from 'commander';
import { shownWatched } from '#strata/campaigns/watching';
import { type Config, loadConfig } from '#strata/platform/config';
import { isStrataError, StrataError } from '#sdk';
import { openDecisions } from '../../../in-process.js';
import { wholeNumber } from '../../options/model-options.js';
import { printJson, printLine } from '../../output/output.js';
import { printWatched, type ShownWatched } from './print-watched.js';
import { runningServer } from '../../workspace/running-server.js';

interface WatchOptions {
  readonly campaign?: true;
  readonly follow?: true;
  readonly every: number;
  readonly level: string;
  readonly key?: string;
  readonly json?: true;
}

/** `strata watch` */
export function registerWatch(program: Command): void {
  program
    .command('watch')
    .argument('<id>', 'of a strategy, of a campaign or of a run')
    .description('how a strategy or a campaign does now, and what its guardrails say')
    .option('--campaign', 'watch the campaign of this id, where a strategy has the same')
    .option('--follow', 'look again and again, until Ctrl-C')
    .option('--every <seconds>', 'how often to look', wholeNumber(1, 3_600), 10)
    .option('--level <share>', 'of the intervals, which hold however often is looked', '0.95')
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'for machines; with --follow a line a look')
    .addHelpText('after', '\nExamples:\n  $ strata watch win-back-coupon --follow\n  $ strata watch november-win-back')
    .action(async (id: string, options: WatchOptions) => {
      const watch = await openWatch(loadConfig(), id, options);
      try {
        await show(() => watch.look(), options);
      } finally {
        await watch.close();
      }
    });
}

async function show(look: () => Promise<ShownWatched>, { follow, every, json }: WatchOptions): Promise<void> {
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  try {
    do {
      const watched = await look();
      if (json && follow) printLine(JSON.stringify(watched));
      else if (json) printJson(watched);
      else printWatched(watched);
      if (follow) await delay(1_000 * every, undefined, { signal: stop.signal }).catch(() => undefined);
    } while (follow && !stop.signal.aborted);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

interface OpenWatch {
  look(): Promise<ShownWatched>;
  close(): Promise<void>;
}

/** How what has an id does: a strategy, or a campaign. */
interface Looks {
  strategy(): Promise<ShownWatched>;
  campaign(): Promise<ShownWatched>;
  close(): Promise<void>;
}

async function openWatch(config: Config, id: string, options: WatchOptions): Promise<OpenWatch> {
  const looks = await openLooks(config, id, options);
  let isCampaign = options.campaign === true;
  return {
    async look() {
      if (isCampaign) return await looks.campaign();
      try {
        return await looks.strategy();
      } catch (error) {
        if (!isStrataError(error) || error.code !== 'UNKNOWN_STRATEGY') throw error;
        const watched = await looks.campaign().catch(unlessMistaken(error));
        isCampaign = true;
        return watched;
      }
    },
    close: () => looks.close(),
  };
}

/** No strategy and no campaign has this id: what it is nearest to is told of both. */
function unlessMistaken(unknown: StrataError): (error: unknown) => never {
  return (error) => {
    if (!isStrataError(error) || error.code !== 'NOT_FOUND') throw error;
    if (error.problems.every(({ expected }) => expected !== undefined)) throw error;
    throw new StrataError('NOT_FOUND', 'No strategy and no campaign has this id.', {
      problems: [...unknown.problems, ...error.problems],
    });
  };
}

async function openLooks(config: Config, id: string, { level, key }: WatchOptions): Promise<Looks> {
  const server = runningServer(config, key ?? config.adminKey);
  const params = { path: { id }, query: { level: Number(level) } };
  if (server !== undefined) {
    return {
      strategy: () => server.ask((api) => api.GET('/v1/strategies/{id}/watch', { params })),
      campaign: () => server.ask((api) => api.GET('/v1/campaigns/{id}/watch', { params })),
      close: () => Promise.resolve(),
    };
  }
  const decisions = await openDecisions(config);
  const { watching } = decisions;
  const { query } = params;
  return {
    strategy: async () => shownWatched(await watching.strategy(id, { level: query.level })),
    campaign: async () => shownWatched(await watching.campaign(id, { level: query.level })),
    close: () => decisions.close(),
  };
}
