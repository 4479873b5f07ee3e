import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type ExperimentReadout,
  readExperiment,
  type MetricId,
  type PeopleFile,
  sumsOfFile,
} from '#strata/experiments/readout';
import { StrataError } from '#sdk';
import { MAX_SEED, wholeNumber } from '../../options/model-options.js';
import { printJson, printLine } from '../../output/output.js';
import { printReadout } from '../../reports/print-readout.js';
import { readHoldoutOfAll } from './holdout-readout.js';
import { readStrategy } from './strategy-readout.js';
import { writeReadoutPage } from './write-readout-page.js';
import { keepReadout } from './keep-readout.js';
import { positive } from './numbers.js';

interface Options {
  readonly data?: string;
  readonly sums?: string;
  readonly arm: string;
  readonly converted?: string;
  readonly value?: string;
  readonly cost?: string;
  readonly before?: string;
  readonly from?: string;
  readonly to?: string;
  readonly key?: string;
  readonly holdoutOfAll?: true;
  readonly person?: string;
  readonly at?: string;
  readonly by: readonly string[];
  readonly score?: string;
  readonly bands?: number;
  readonly shares?: Readonly<Record<string, number>>;
  readonly control?: string;
  readonly winsorise: number;
  readonly margin?: number;
  readonly decide?: MetricId;
  readonly level?: number;
  readonly once?: number;
  readonly tightestAt?: number;
  readonly worth?: number;
  readonly fewerAllowed?: number;
  readonly record?: string;
  readonly ofVersion?: number;
  readonly modelArm?: string;
  readonly html?: string;
  readonly json?: true;
}

/** `strata experiment readout` */
export function registerReadout(experiment: Command): void {
  experiment
    .command('readout [strategy]')
    .description('what the experiment of a strategy showed, or one in a file: is it healthy, and what to do now')
    .option('--data <file>', 'CSV, NDJSON or Parquet with a row for each person, instead of a strategy')
    .option('--sums <file>', 'JSON with the sums of each arm, as a warehouse adds them up, instead of people')
    .option('--holdout-of-all', 'what all strategies and campaigns bring together, by who is held out of all of them')
    .option('--from <moment>', 'of a strategy: people who came first at this moment or later')
    .option('--to <moment>', 'of a strategy: people who came first before this moment')
    .option('--key <key>', 'API key of the running server; STRATA_ADMIN_KEY unless told')
    .option('--arm <column>', "each person's arm", 'arm')
    .option('--converted <column>', 'whether the person did what was hoped for; whoever spent something unless told')
    .option('--value <column>', 'what the person spent')
    .option('--cost <column>', 'what the person cost: contacts and what was redeemed')
    .option(
      '--before <column>',
      'what the person spent before: takes noise away (CUPED); of a strategy how long before, such as P28D',
    )
    .option('--person <column>', 'the id of the person, where a person may have several rows')
    .option('--at <column>', 'when the person came: tells for how long to keep running')
    .option(
      '--by <column>',
      'tell the effect by this column, too; may be said several times; of a strategy by a fact, or who is in a segment',
      collect,
      [],
    )
    .option('--score <column>', "tell the effect by bands of a model's score")
    .option(
      '--bands <n>',
      "how many; 5 unless told; of a strategy: tell offers by so many bands of its model's score",
      wholeNumber(1, 1_000),
    )
    .option('--shares <arm=share,...>', 'planned; equal ones unless told', plannedShares)
    .option('--control <arm>', 'what the others are compared with; control, holdout or baseline unless told')
    .option('--winsorise <share>', 'what is spent above this share of people counts as that much', positive, 1)
    .option('--margin <share>', 'share of what is spent that is profit: tells profit and return', positive)
    .addOption(
      new Option('--decide <figure>', 'what decides; profit where it can be told, else conversion').choices([
        'conversion',
        'value',
        'profit',
        'return',
      ]),
    )
    .option('--level <share>', 'of the intervals; 0.95 unless told', positive)
    .option('--once <people>', 'read once, when so many people are there, as it was planned', positive)
    .option(
      '--tightest-at <people>',
      'read at any time, tightest at so many people; all who are there unless told',
      positive,
    )
    .option('--worth <share>', 'the least effect worth having, 5% more than control', positive)
    .option(
      '--fewer-allowed <share>',
      'ship an arm for what it saves, too, where at most so much of the conversions is lost: 2%',
      positive,
    )
    .option('--record <model>', 'keep it as what stage 3 found out about this model')
    .option('--of-version <n>', 'of the model that decided; the champion unless told', wholeNumber(1, MAX_SEED))
    .option('--model-arm <arm>', 'in which it decided; of a strategy its arm by model, else model, unless told')
    .option('--html <file>', 'write it as one page, too')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata experiment readout win-back-coupon --before P28D --bands 5' +
        '\n  $ strata experiment readout --data people.csv --value spent --cost cost --margin 0.3 --at drawn_at' +
        '\n  $ strata experiment readout --data people.parquet --converted bought --shares model=0.5,baseline=0.5 --once 80000' +
        '\n  $ strata experiment readout --sums sums.json' +
        '\n  $ strata experiment readout --holdout-of-all --html everything.html',
    )
    .action(async (strategy: string | undefined, options: Options, command: Command) => {
      const { html, json } = options;
      if (options.holdoutOfAll) {
        if (strategy !== undefined)
          throw new StrataError('BAD_USAGE', 'The hold-out of all is of no strategy: name none.');
        await readHoldoutOfAll(options, command);
        return;
      }
      if (strategy !== undefined) {
        refuseOptionsOfFiles(command);
        await readStrategy(strategy, options);
        return;
      }
      const { readout, title } = await readSource(options);
      if (html !== undefined)
        await writeReadoutPage(html, { readouts: [{ heading: title, readout }], title, at: Date.now() });
      const { record: model } = options;
      const { ofVersion, modelArm = 'model' } = options;
      const kept = model === undefined ? null : await keepReadout(readout, { model, ofVersion, arm: modelArm });
      if (json) printJson(readout);
      else printReadout(readout);
      if (kept !== null && !json) printLine(kept);
    });
}

/** What a strategy's readout could not mind; names of options. */
const OF_FILES = ['data', 'sums', 'arm', 'converted', 'value', 'cost', 'person', 'at', 'score', 'shares'];

function refuseOptionsOfFiles(command: Command): void {
  const said = [...OF_FILES, 'margin'].find((name) => command.getOptionValueSource(name) === 'cli');
  if (said === undefined) return;
  throw new StrataError('BAD_USAGE', `--${said} is about a file of people; a strategy is read from what was counted.`);
}

/** What people or their sums show. */
async function readSource(options: Options): Promise<{ readonly readout: ExperimentReadout; readonly title: string }> {
  const { data, sums } = options;
  if (data !== undefined && sums === undefined) {
    return { readout: await readPeople({ ...options, data }), title: basename(data) };
  }
  if (sums === undefined || data !== undefined) {
    throw new StrataError(
      'BAD_USAGE',
      'Name a strategy, people with --data, their sums with --sums, or --holdout-of-all.',
    );
  }
  const { readSums, readSumsFile } = await import('#strata/experiments/sums');
  const { level, margin, decide, once, tightestAt, worth, fewerAllowed: noWorseThan, control } = options;
  const said = given({ level, margin, decide, once, tightestAt, worth, noWorseThan, control });
  return { readout: readSums(await readSumsFile(sums, said)), title: basename(sums) };
}

async function readPeople(options: Options & { readonly data: string }): Promise<ExperimentReadout> {
  const sums = await sumsOfFile(peopleFile(options));
  const { level = 0.95, margin, decide, once, tightestAt, worth, fewerAllowed: noWorseThan } = options;
  const people = sums.arms.reduce((sum, { moments }) => sum + moments.people, 0);
  return readExperiment(sums, {
    level,
    margin: margin ?? null,
    peeking: once === undefined ? { tightestAt: tightestAt ?? Math.max(1, people) } : null,
    ...(decide === undefined ? {} : { primary: decide }),
    ...(once === undefined ? {} : { plannedPeople: once }),
    ...(worth === undefined ? {} : { minimumEffect: worth }),
    ...(noWorseThan === undefined ? {} : { noWorseThan }),
  });
}

function peopleFile(options: Options & { readonly data: string }): PeopleFile {
  const {
    data,
    arm,
    converted,
    value,
    cost,
    before,
    person,
    at,
    by,
    score,
    bands = 5,
    shares,
    control,
    winsorise,
  } = options;
  if (converted === undefined && value === undefined) {
    throw new StrataError('BAD_USAGE', 'Which column tells what people did? Say --converted, or --value, or both.');
  }
  return {
    file: data,
    arm,
    columns: given({ converted, value, cost, before }),
    segments: by,
    winsorise,
    ...given({ person, at, shares, control }),
    ...(score === undefined ? {} : { bands: { score, count: bands } }),
  };
}

/** Without what was not said. */
function given<T extends Readonly<Record<string, unknown>>>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const said = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function collect(column: string, columns: readonly string[]): readonly string[] {
  return [...columns, column];
}

function plannedShares(text: string): Readonly<Record<string, number>> {
  const parts = text.split(',').map((part) => part.split('='));
  if (parts.length < 2 || parts.some(([arm, share, ...rest]) => !arm || !share || rest.length > 0)) {
    throw new InvalidArgumentError('Arms and their shares, such as model=0.5,baseline=0.5.');
  }
  return Object.fromEntries(parts.map(([arm = '', share = '']) => [arm.trim(), positive(share)]));
}
