import { type AnswerOf } from '#client';
import { comparisonsOf } from '#strata/experiments/page';
import { type Config, loadConfig } from '#strata/platform/config';
import { openDecisions } from '../../../in-process.js';
import { printJson, printLine } from '../../output/output.js';
import { printReadout } from '../../reports/print-readout.js';
import { runningServer } from '../../workspace/running-server.js';
import { keepExperiment } from './keep-readout.js';
import { writeReadoutPage } from './write-readout-page.js';

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
  readonly fewerAllowed?: number;
  readonly before?: string;
  readonly bands?: number;
  readonly by: readonly string[];
  readonly winsorise: number;
  readonly record?: string;
  readonly ofVersion?: number;
  readonly modelArm?: string;
  readonly html?: string;
  readonly key?: string;
  readonly json?: true;
}

/** `strata experiment readout STRATEGY` */
export async function readStrategy(strategy: string, options: StrategyOptions): Promise<void> {
  const { key, json, from, to, control, decide, level, once, tightestAt, worth, before, winsorise, bands } = options;
  const noWorseThan = options.fewerAllowed;
  const by = options.by.length === 0 ? undefined : options.by;
  const asked = Object.fromEntries(
    Object.entries({
      from,
      to,
      control,
      decide,
      level,
      once,
      tightestAt,
      worth,
      noWorseThan,
      before,
      winsorise,
      bands,
      by,
    }).filter(([, value]) => value !== undefined),
  );
  const readout = await readoutAnywhere(loadConfig(), { strategy, asked }, key);
  const { html, record: model } = options;
  const readouts = comparisonsOf(readout);
  if (html !== undefined && readouts !== null) {
    const { title, plan } = readout;
    await writeReadoutPage(html, { readouts, title, plan: plan?.words ?? null, at: Date.now() });
  }
  const kept = model === undefined ? null : await keepExperiment(readout, { ...options, model });
  if (json) printJson(readout);
  else if (readouts !== null) printBoth(readout, readouts);
  if (kept !== null && !json) printLine(kept);
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

function printBoth({ title, plan }: Readout, readouts: NonNullable<ReturnType<typeof comparisonsOf>>): void {
  printLine(title);
  if (plan !== null) printLine(plan.words);
  for (const { heading, readout, note } of readouts) {
    printLine('');
    printLine(`${heading}:`);
    printReadout(readout);
    if (note !== undefined) printLine(note);
  }
}
