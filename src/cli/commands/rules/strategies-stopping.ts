import { type AnswerOf } from '#client';
import { type Command } from 'commander';
import { type Switch } from '#strata/engine';
import { momentWords } from '#strata/kernel';
import { shownSwitches } from '#strata/ledger/switches';
import { type Config, loadConfig } from '#strata/platform/config';
import { openDecisions } from '../../../in-process.js';
import { currentUser } from '../../options/model-options.js';
import { printJson, printLine } from '../../output/output.js';
import { runningServer } from '../../workspace/running-server.js';

/** As the API answers it. */
type ShownSwitches = AnswerOf<'/v1/strategies/{id}/stop', 'post'>;

interface StoppingOptions {
  readonly reason: string;
  readonly fixedArms?: true;
  readonly key?: string;
  readonly json?: true;
}

/** `strata strategies stop|resume` */
export function registerStopping(strategies: Command): void {
  register(strategies, 'stop', {
    description: 'stop a strategy at once: it makes no offers, live or by campaigns, until it is resumed',
    onlyArms: 'let no policy choose: arms by a policy decide as the model does; the strategy goes on',
    example: 'stop win-back-coupon --reason "the codes do not work"',
  });
  register(strategies, 'resume', {
    description: 'let a strategy that was stopped make offers again',
    onlyArms: 'only let policies choose again',
    example: 'resume win-back-coupon --reason "the codes work again"',
  });
}

type Deed = 'stop' | 'resume';

function register(
  strategies: Command,
  deed: Deed,
  { description, onlyArms, example }: { description: string; onlyArms: string; example: string },
): void {
  strategies
    .command(deed)
    .argument('<strategy>', 'id of a strategy')
    .description(description)
    .requiredOption('--reason <text>', 'why, for whoever asks later')
    .option('--fixed-arms', onlyArms)
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'for machines')
    .addHelpText('after', `\nExample:\n  $ strata strategies ${example}`)
    .action(async (strategy: string, { reason, fixedArms, key, json }: StoppingOptions) => {
      const which = fixedArms ? 'fixedArms' : undefined;
      const state = await switchAnywhere(loadConfig(), { deed, strategy, reason, which }, key);
      if (json) printJson(state);
      else printSwitches(state);
    });
}

interface Told {
  readonly deed: Deed;
  readonly strategy: string;
  readonly reason: string;
  readonly which: Switch | undefined;
}

async function switchAnywhere(config: Config, told: Told, key?: string): Promise<ShownSwitches> {
  const { deed, strategy, reason, which } = told;
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) {
    const params = { path: { id: strategy } };
    if (deed === 'stop') {
      const body = { reason, switch: which ?? 'stop' };
      return await server.ask((api) => api.POST('/v1/strategies/{id}/stop', { params, body }));
    }
    const body = { reason, ...(which === undefined ? {} : { switch: which }) };
    return await server.ask((api) => api.POST('/v1/strategies/{id}/resume', { params, body }));
  }
  const decisions = await openDecisions(config);
  const asked = { by: currentUser(), reason, now: Date.now() };
  try {
    return shownSwitches(
      deed === 'stop'
        ? await decisions.switches.off(strategy, which ?? 'stop', asked)
        : await decisions.switches.on(strategy, which ?? null, asked),
    );
  } finally {
    await decisions.close();
  }
}

const WHAT: Readonly<Record<Switch, string>> = { stop: 'stopped', fixedArms: 'its arms are fixed' };

function printSwitches({ strategy, changed, switchedOff }: ShownSwitches): void {
  const before = changed ? '' : ' (as before)';
  if (switchedOff.length === 0) printLine(`${strategy}: nothing is switched off${before}`);
  for (const { switch: which, by, reason, since } of switchedOff) {
    const when = momentWords(Date.parse(since), 'UTC');
    printLine(`${strategy}: ${WHAT[which]}${before} by ${by} since ${when}: ${reason}`);
  }
}
