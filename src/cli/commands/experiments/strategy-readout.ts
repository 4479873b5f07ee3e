import { type AnswerOf } from '#client';
import { comparisonsOf } from '#strata/experiments/page';
import { type Config, loadConfig } from '#strata/platform/config';
import { nearestName, StrataError } from '#sdk';
import { openDecisions } from '../../../in-process.js';
import { printJson, printLine } from '../../output/output.js';
import { printReadout } from '../../reports/print-readout.js';
import { runningServer } from '../../workspace/running-server.js';
import { keepReadout } from './keep-readout.js';
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
  const kept = model === undefined ? null : await keepArms(readout, { ...options, model });
  if (json) printJson(readout);
  else if (readouts !== null) printBoth(readout, readouts);
  if (kept !== null && !json) printLine(kept);
}

/** Keeps what the arms showed as what stage 3 found out about a model of the strategy. */
async function keepArms(
  { strategy, arms, ran, modelArms, models, plan }: Readout,
  { model, ofVersion, modelArm }: Pick<StrategyOptions, 'ofVersion' | 'modelArm'> & { readonly model: string },
): Promise<string> {
  if (plan?.followed === false) {
    throw new StrataError('BAD_USAGE', 'What is recorded is read as it was planned.', {
      problems: [{ message: plan.words, expected: 'no options about how it is read beside --record' }],
    });
  }
  assertAmong(models, model, `The strategy "${strategy}" asks no model`);
  const compared = modelArms.filter((id) => id !== arms?.control);
  const arm = modelArm ?? (compared.length > 1 ? undefined : compared[0]);
  assertAmong(compared, arm, `The strategy "${strategy}" compares no arm by model`);
  if (arms === null || ran === null) return `Nothing was recorded: nobody came to "${strategy}" yet.`;
  return await keepReadout(arms, { model, ofVersion, arm, ran, plan });
}

/** @throws StrataError BAD_USAGE with the nearest name */
function assertAmong(names: readonly string[], asked: string | undefined, message: string): asserts asked is string {
  if (asked !== undefined && names.includes(asked)) return;
  const nearest = asked === undefined ? undefined : nearestName(asked, names);
  const several = asked === undefined && names.length > 1;
  throw new StrataError('BAD_USAGE', asked === undefined ? `${message}.` : `${message} "${asked}".`, {
    problems: [
      {
        message: several ? 'it has several: say which with --model-arm' : 'nothing to record',
        expected: names.length === 0 ? 'at least one' : `one of ${names.join(', ')}`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
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
