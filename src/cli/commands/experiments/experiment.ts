import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  planExperiment,
  type PlannedExperiment,
  type PlannedReading,
  type PlanQuestion,
  planWords,
} from '#strata/experiments/planning';
import { StrataError } from '#sdk';
import { registerAssign } from './experiment-assign.js';
import { registerPlan } from './experiment-plan.js';
import { registerReadout } from './experiment-readout.js';
import { positive } from './numbers.js';
import { decimals, percent, printJson, printLine, printTable } from '../../output/output.js';

interface Options {
  readonly rate?: number;
  readonly mean?: number;
  readonly deviation?: number;
  readonly effect?: number;
  readonly absolute?: true;
  readonly decidedBy: PlanQuestion['decidedBy'];
  readonly people?: number;
  readonly perDay?: number;
  readonly shares: readonly number[];
  readonly level: number;
  readonly power: number;
  readonly json?: true;
}

/** `strata experiment` */
export function registerExperiment(program: Command): void {
  const experiment = program.command('experiment').description('plan experiments, and read what they showed');
  registerAssign(experiment);
  registerPlan(experiment);
  registerReadout(experiment);
  experiment
    .command('power')
    .description('how many people an effect takes, or which effect so many people show; read once, or at any time')
    .option('--rate <share>', 'what share of control converts: 4% or 0.04', positive)
    .option('--mean <amount>', 'what a person of control spends on average, with --deviation', positive)
    .option('--deviation <amount>', 'standard deviation of what a person spends', positive)
    .option('--effect <share>', 'the effect to find: 10% or 0.1 more than control', positive)
    .option('--absolute', '--effect is a difference (1% of people more, 2 of money more), not a share of control')
    .addOption(
      new Option('--decided-by <interval>', 'which interval will decide; a relative effect takes more people')
        .choices(['difference', 'relative effect'])
        .default('difference'),
    )
    .option('--people <n>', 'how many there are, of all arms together', positive)
    .option('--per-day <n>', 'how many come a day, of all arms together', positive)
    .option('--shares <list>', 'of the arms, control first', shareList, [1, 1])
    .addOption(
      new Option('--level <share>', 'of the intervals, over all arms together').argParser(positive).default(0.95),
    )
    .addOption(new Option('--power <share>', 'chance to find the effect').argParser(positive).default(0.8))
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata experiment power --rate 4% --effect 10% --per-day 2000' +
        '\n  $ strata experiment power --mean 12.5 --deviation 40 --people 50000 --shares 2,1,1',
    )
    .action((options: Options) => {
      const question = questionOf(options);
      const plan = planExperiment(question);
      if (options.json) printJson({ ...plan, words: planWords(question, plan) });
      else printPlan(question, plan);
    });
}

function questionOf({
  absolute,
  decidedBy,
  effect,
  people,
  perDay,
  shares,
  level,
  power,
  ...metric
}: Options): PlanQuestion {
  for (const [name, share] of Object.entries({ level, power })) {
    if (share >= 1) throw new StrataError('BAD_USAGE', `--${name} is a share below 1, such as 0.9 or 90%.`);
  }
  if (effect === undefined && people === undefined) {
    throw new StrataError(
      'BAD_USAGE',
      'Say the effect to find with --effect, or how many people there are with --people.',
    );
  }
  return {
    metric: metricOf(metric),
    scale: absolute ? 'absolute' : 'relative',
    decidedBy,
    ...(effect === undefined ? {} : { effect }),
    ...(people === undefined ? {} : { people }),
    ...(perDay === undefined ? {} : { peoplePerDay: perDay }),
    shares,
    level,
    power,
  };
}

function metricOf({ rate, mean, deviation }: Pick<Options, 'rate' | 'mean' | 'deviation'>): PlanQuestion['metric'] {
  if (rate !== undefined && mean === undefined && deviation === undefined) {
    if (rate >= 1) throw new StrataError('BAD_USAGE', `--rate is a share below 1, such as 0.04 or 4%, not ${rate}.`);
    return { kind: 'proportion', rate };
  }
  if (mean !== undefined && deviation !== undefined && rate === undefined) return { kind: 'mean', mean, deviation };
  throw new StrataError('BAD_USAGE', 'Say what control does: --rate, or --mean and --deviation.');
}

/** A column of the table of a plan. */
interface Column {
  readonly head: string;
  /** What of the question asks for it. */
  readonly asked: number | undefined;
  readonly cell: (reading: PlannedReading) => string;
}

function printPlan(question: PlanQuestion, plan: PlannedExperiment): void {
  const { comparisons, textbook } = plan;
  const isShare = question.metric.kind === 'proportion' || question.scale === 'relative';
  const all: readonly Column[] = [
    { head: 'people in all', asked: question.effect, cell: ({ people }) => decimals(people, 0) },
    { head: 'days', asked: question.peoplePerDay, cell: ({ days }) => decimals(days, 0) },
    {
      head: 'least effect',
      asked: question.people,
      cell: ({ minimumEffect }) => (isShare ? percent(minimumEffect, 2) : decimals(minimumEffect, 2)),
    },
  ];
  const columns = all.filter(({ asked }) => asked !== undefined);
  printTable(
    ['arm', 'read', ...columns.map(({ head }) => head)],
    comparisons.flatMap(({ arm, once, anytime }) => [
      [String(arm + 1), 'once', ...columns.map(({ cell }) => cell(once))],
      [String(arm + 1), 'at any time', ...columns.map(({ cell }) => cell(anytime))],
    ]),
  );
  for (const sentence of planWords(question, plan)) printLine(sentence);
  if (textbook === null) return;
  const sizes = Object.entries(textbook).map(([method, people]) => `${method} ${decimals(people, 0)}`);
  printLine(`People an arm by the textbook, for a difference of shares: ${sizes.join(', ')}.`);
}

function shareList(text: string): readonly number[] {
  const shares = text.split(',').map(positive);
  if (shares.length < 2) throw new InvalidArgumentError('Two shares at least, such as 1,1.');
  return shares;
}
