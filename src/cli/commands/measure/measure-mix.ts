import { type Command, InvalidArgumentError, Option } from 'commander';
import { isDateOnly } from '#strata/kernel';
import { ADSTOCK_FORMS, type MixLift, mixProblems, type MixQuestion } from '#strata/rulebook/schemas';
import { StrataError } from '#sdk';
import { MAX_SEED, wholeNumber } from '../../options/model-options.js';
import { printJson, startProgress } from '../../output/output.js';
import { printRead } from '../analyses/print-report.js';
import { figuresOf, liftOption, type SaidLift } from './lift-option.js';

interface MixOptions {
  readonly date?: string;
  readonly target: string;
  readonly spend: readonly NamedPart[];
  readonly adstock: (typeof ADSTOCK_FORMS)[number];
  readonly control: readonly string[];
  readonly holidays?: string;
  readonly holiday: readonly (readonly [name: string, days: readonly string[]])[];
  readonly season?: number;
  readonly trend?: 'linear' | 'none';
  readonly from?: string;
  readonly holdOut?: number;
  readonly lift: readonly SaidLift[];
  readonly total?: number;
  readonly change?: number;
  readonly bound: readonly (readonly [channel: string, { readonly least: number; readonly most: number }])[];
  readonly seed: number;
  readonly html?: string;
  readonly json?: true;
}

/** Such as TV=tv_spend. */
type NamedPart = readonly [name: string, value: string];

/** `strata measure mix` */
export function registerMeasureMix(measure: Command): void {
  measure
    .command('mix')
    .description('what each advertising channel brings, with how sure that is, and how the budget would bring more')
    .argument('<file>', 'CSV, NDJSON or Parquet with a row for each week')
    .requiredOption('--target <column>', 'what media are to move, such as the revenue of the week')
    .requiredOption('--spend <channel=column>', 'a channel and what was spent on it; once for each', collected(named))
    .option('--date <column>', 'first day of the week (default: the only column of dates)')
    .option('--control <column>', 'a number that moves the target, too; may be said several times', collected(text), [])
    .option('--holidays <column>', 'names the event of a week; blank, na and none are weeks without one')
    .option(
      '--holiday <name=days>',
      'days of a holiday, such as easter=2026-04-05,2027-03-28',
      collected(holidayOf),
      [],
    )
    .addOption(
      new Option('--adstock <form>', 'how advertising works on in later weeks')
        .choices(ADSTOCK_FORMS)
        .default('geometric'),
    )
    .option('--season <waves>', 'waves of the season a year (default: 3)', wholeNumber(0, 10))
    .addOption(new Option('--trend <trend>', 'of the target (default: linear)').choices(['linear', 'none']))
    .option('--from <day>', 'the first week that is fitted; spend before it carries over', day)
    .option('--hold-out <weeks>', 'how many of the last weeks judge the model (default: a fifth)', wholeNumber(1, 520))
    .option(
      '--lift <channel,from,to,effect,lower,upper>',
      'what an experiment measured, with its 95 % interval; or channel,from,to,readout.json; once for each',
      collected(liftOption),
      [],
    )
    .option('--total <amount>', 'what may be spent a week (default: as it was)', amount)
    .option('--change <share>', 'how much each channel may change (default: 0.3)', shareOf)
    .option(
      '--bound <channel=least..most>',
      'what may be spent a week on a channel; once for each',
      collected(bound),
      [],
    )
    .option('--seed <number>', 'of the draws', wholeNumber(0, MAX_SEED), 1)
    .option('--html <file>', 'write it as one page, too')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata measure mix weeks.csv --target revenue --spend TV=tv --spend search=search_spend --control price --html mix.html' +
        '\n  $ strata measure mix weeks.csv --target revenue --spend TV=tv --spend print=print --lift TV,2026-03-02,2026-03-29,120000,80000,160000',
    )
    .action(measureFile);
}

async function measureFile(file: string, options: MixOptions): Promise<void> {
  const question = checked(questionOf(options, await Promise.all(options.lift.map(figuresOf))));
  const [{ measureMix, readMix, readSeries }, { inTurns }] = await Promise.all([
    import('#strata/analytics/marketing-mix'),
    import('#strata/platform/process'),
  ]);
  const series = await readSeries({ file }, question);
  const line = startProgress('Marketing mix');
  const work = measureMix(series, question, {
    seed: options.seed,
    progress: (share, note) => {
      line.update(share, note);
    },
  });
  const report = await inTurns(work).finally(() => {
    line.end();
  });
  const read = readMix(report);
  if (options.html !== undefined) {
    const { writeRead } = await import('../analyses/write-report.js');
    await writeRead(options.html, read, { title: 'Marketing mix', at: Date.now() });
  }
  if (options.json) printJson(report);
  else printRead(read, 'Marketing mix');
}

function questionOf(options: MixOptions, lifts: readonly MixLift[]): MixQuestion {
  const { target, spend, adstock, control, holidays, holiday, total, change, bound: bounds } = options;
  const { date, season, trend, from, holdOut } = options;
  const told = { date, season, trend, from, holdOut };
  const budget = { total, change, ...(bounds.length === 0 ? {} : { channels: Object.fromEntries(bounds) }) };
  return {
    target,
    channels: spend.map(([channel, column]) => ({ channel, spend: column, adstock })),
    ...withoutBlanks(told),
    controls: control,
    holidays: {
      ...(holidays === undefined ? {} : { column: holidays }),
      dates: Object.fromEntries(holiday),
    },
    lifts,
    budget: withoutBlanks(budget),
  };
}

type Told<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

function withoutBlanks<T extends object>(members: T): Told<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Told<T>;
}

/** What the form of documents checks, said of options. @throws StrataError BAD_USAGE */
function checked(question: MixQuestion): MixQuestion {
  const [problem] = mixProblems(question);
  if (problem === undefined) return question;
  throw new StrataError('BAD_USAGE', `The options do not fit together: ${problem.message}.`, {
    problems: [{ message: problem.message, ...(problem.expected === undefined ? {} : { expected: problem.expected }) }],
  });
}

function collected<T>(parse: (text: string) => T) {
  return (said: string, before: readonly T[] | undefined): readonly T[] => [...(before ?? []), parse(said)];
}

function text(said: string): string {
  return said;
}

/** A column alone is called as it is. */
function named(said: string): NamedPart {
  const place = said.indexOf('=');
  return place === -1 ? [said, said] : [said.slice(0, place), said.slice(place + 1)];
}

function holidayOf(said: string): MixOptions['holiday'][number] {
  const [name, days] = named(said);
  return [name, days.split(',').map(day)];
}

function day(said: string): string {
  if (isDateOnly(said)) return said;
  throw new InvalidArgumentError(`"${said}" is no day, such as 2026-03-02.`);
}

function amount(said: string): number {
  const value = Number(said);
  if (said.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError(`"${said}" is no amount of 0 or more.`);
}

function shareOf(said: string): number {
  const value = amount(said);
  if (value <= 1) return value;
  throw new InvalidArgumentError('It is a share from 0 to 1.');
}

function bound(said: string): MixOptions['bound'][number] {
  const [channel, range] = named(said);
  const [least, most, ...more] = range.split('..');
  if (least === undefined || most === undefined || more.length > 0)
    throw new InvalidArgumentError(`"${said}" is no bound, such as TV=1000..5000.`);
  return [channel, { least: amount(least), most: amount(most) }];
}
