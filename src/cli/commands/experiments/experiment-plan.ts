import { readFile, writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { loadConfig } from '#strata/platform/config';
import { StrataError } from '#sdk';
import { openDecisions } from '../../../in-process.js';
import { printJson, printLine } from '../../output/output.js';
import { runningServer } from '../../workspace/running-server.js';
import { positive } from './numbers.js';

/** A plan, from a server or from this process. */
interface Planned {
  readonly strategy: string;
  readonly experiment: object;
  readonly words: readonly string[];
}

interface Options {
  readonly model: string;
  readonly shadow?: string;
  readonly decide?: 'conversion' | 'value' | 'profit';
  readonly rate?: number;
  readonly mean?: number;
  readonly deviation?: number;
  readonly perDay?: number;
  readonly effect: number;
  readonly share: number;
  readonly anyTime?: true;
  readonly fewerAllowed?: number;
  readonly power: number;
  readonly write?: true;
  readonly key?: string;
  readonly json?: true;
}

/** What may be said in the request. */
type Said = Pick<Options, 'shadow' | 'decide' | 'rate' | 'mean' | 'deviation'> & {
  readonly peoplePerDay?: number;
  readonly noWorseThan?: number;
};

/** `strata experiment plan` */
export function registerPlan(experiment: Command): void {
  experiment
    .command('plan')
    .argument('<strategy>', 'id of a published strategy')
    .description('the experiment that proves the last stage of a model: how many people it takes, and its block')
    .requiredOption('--model <model>', 'whose last stage it is to prove')
    .addOption(
      new Option('--effect <share>', 'the least effect worth having, 10% more than the human rule')
        .argParser(positive)
        .default(0.1),
    )
    .addOption(
      new Option('--decide <figure>', 'what decides; profit where it is known, else conversion').choices([
        'conversion',
        'value',
        'profit',
      ]),
    )
    .option('--rate <share>', 'what share of control converts; what is known of it unless told', positive)
    .option('--mean <amount>', 'what a person of control brings by what decides, with --deviation', positive)
    .option('--deviation <amount>', 'standard deviation of that', positive)
    .option('--per-day <n>', 'how many people come a day; what is known unless told', positive)
    .option('--shadow <id>', 'the shadow that tells who comes; the latest of the model unless told')
    .addOption(
      new Option('--share <share>', 'of the people, for whom the model decides').argParser(positive).default(0.5),
    )
    .option('--any-time', 'free to be read at any time, which takes more people')
    .option(
      '--fewer-allowed <share>',
      'it passes by what it saves, too, with at most so many conversions fewer: 2%',
      positive,
    )
    .addOption(new Option('--power <share>', 'chance to find the effect').argParser(positive).default(0.8))
    .option('--write', 'write it into the strategy in the folder of rules, to be pushed')
    .option('--key <key>', 'API key of the running server; STRATA_ADMIN_KEY unless told')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata experiment plan win-back-coupon --model coupon-conversion --rate 4% --per-day 2000 --write' +
        '\n  $ strata experiment plan win-back-coupon --model coupon-conversion --fewer-allowed 2%',
    )
    .action(async (strategy: string, options: Options) => {
      const plan = await planAnywhere(strategy, options);
      const file = options.write ? await writePlan(plan) : null;
      if (options.json) printJson(plan);
      else printPlan(plan, file);
    });
}

async function planAnywhere(strategy: string, options: Options): Promise<Planned> {
  const config = loadConfig();
  const { perDay, anyTime, fewerAllowed, key } = options;
  const { model, shadow, decide, rate, mean, deviation, effect, share, power } = options;
  const known = Object.entries({
    shadow,
    decide,
    rate,
    mean,
    deviation,
    peoplePerDay: perDay,
    noWorseThan: fewerAllowed,
  });
  const said = Object.fromEntries(known.filter(([, value]) => value !== undefined)) as Said;
  const body = {
    ...said,
    model,
    effect,
    share,
    power,
    read: anyTime === undefined ? ('once' as const) : ('at any time' as const),
  };
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) {
    return await server.ask((api) =>
      api.POST('/v1/experiments/{id}/plan', { params: { path: { id: strategy } }, body }),
    );
  }
  const decisions = await openDecisions(config);
  try {
    return await decisions.planModel(strategy, body);
  } finally {
    await decisions.close();
  }
}

/** Puts the experiment into the strategy's own file. @returns the file */
async function writePlan({ strategy, experiment }: Planned): Promise<string> {
  const { loadDocuments } = await import('#strata/rulebook/documents');
  const { documents } = await loadDocuments(loadConfig().rulesDir);
  const file = documents.find(({ kind, name }) => kind === 'strategy' && name === strategy)?.file;
  if (file === undefined) {
    throw new StrataError('NOT_FOUND', `The folder of rules has no strategy "${strategy}" to write the plan into.`, {
      problems: [{ message: 'it is published, and its file is elsewhere', expected: '--json, to write it yourself' }],
    });
  }
  const written = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, unknown>>;
  await writeFile(file, `${JSON.stringify({ ...written, experiment }, null, 2)}\n`);
  return file;
}

function printPlan({ strategy, experiment, words }: Planned, file: string | null): void {
  for (const sentence of words) printLine(sentence);
  printLine();
  if (file === null) {
    printLine(`Under "experiment" of ${strategy} (--write writes it):`);
    printLine(JSON.stringify(experiment, null, 2));
    return;
  }
  printLine(`Written into ${file}. Begin with: strata rules push --reason "…"`);
  printLine(`Look with: strata experiment readout ${strategy}`);
}
