import { type AnswerOf } from '#client';
import { type Config, loadConfig } from '#strata/platform/config';
import { openDecisions } from '../../../in-process.js';
import { printJson, printLine } from '../../output/output.js';
import { printReadout } from '../../reports/print-readout.js';
import { runningServer } from '../../workspace/running-server.js';

type Readout = AnswerOf<'/v1/experiments/{id}/readout', 'get'>;

/** How a strategy's experiment is to be read, and how it is shown. */
interface StrategyOptions {
  readonly from?: string;
  readonly to?: string;
  readonly control?: string;
  readonly decide?: string;
  readonly level?: number;
  readonly once?: number;
  readonly tightestAt?: number;
  readonly worth?: number;
  readonly before?: string;
  readonly winsorise: number;
  readonly key?: string;
  readonly json?: true;
}

/** `strata experiment readout STRATEGY` */
export async function readStrategy(strategy: string, options: StrategyOptions): Promise<void> {
  const { key, json, from, to, control, decide, level, once, tightestAt, worth, before, winsorise } = options;
  const asked = Object.fromEntries(
    Object.entries({ from, to, control, decide, level, once, tightestAt, worth, before, winsorise }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const readout = await readoutAnywhere(loadConfig(), { strategy, asked }, key);
  if (json) printJson(readout);
  else printBoth(readout);
}

async function readoutAnywhere(
  config: Config,
  { strategy, asked }: { readonly strategy: string; readonly asked: Readonly<Record<string, unknown>> },
  key?: string,
): Promise<Readout> {
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) {
    const params = { path: { id: strategy }, query: asked };
    return await server.ask((api) => api.GET('/v1/experiments/{id}/readout', { params }));
  }
  const decisions = await openDecisions(config);
  try {
    return await decisions.readout(strategy, asked);
  } finally {
    await decisions.close();
  }
}

function printBoth({ title, arms, treatment }: Readout): void {
  printLine(title);
  if (arms !== null) {
    printLine('');
    printLine('Arms, by all people who were drawn into them, whatever they got:');
    printReadout(arms);
  }
  if (treatment === null) return;
  printLine('');
  printLine('Offers, beside those who were held out of one:');
  printReadout(treatment);
}
