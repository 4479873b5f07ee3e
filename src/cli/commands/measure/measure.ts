import { type Command, Option } from 'commander';
import {
  attribute,
  type CollectedJourneys,
  journeysOfEvents,
  journeysOfFile,
  readAttribution,
} from '#strata/analytics/attribution';
import { durationMilliseconds } from '#strata/kernel';
import { MARKOV_ORDERS } from '#strata/rulebook/schemas';
import { StrataError } from '#sdk';
import { printJson } from '../../output/output.js';
import { withWorkspace } from '../../workspace/workspace.js';
import { printRead } from '../analyses/print-report.js';
import { registerLifetimeValue } from './lifetime-value.js';
import { registerMeasureMix } from './measure-mix.js';

interface AttributionOptions {
  readonly data?: string;
  readonly goal?: string;
  readonly channel?: string;
  readonly within?: string;
  readonly path?: string;
  readonly conversions?: string;
  readonly value?: string;
  readonly nulls?: string;
  readonly separator?: string;
  readonly order: (typeof MARKOV_ORDERS)[number];
  readonly html?: string;
  readonly json?: true;
}

/** `strata measure` */
export function registerMeasure(program: Command): void {
  const measure = program.command('measure').description('what channels and customers are worth');
  registerLifetimeValue(measure);
  registerMeasureMix(measure);
  measure
    .command('attribution')
    .description('share conversions among the channels of journeys, in seven ways, exactly')
    .option('--goal <event>', 'of stored events: the one that a journey ends with')
    .option('--channel <property>', 'of stored events: the property that names the channel, or the campaign')
    .option('--within <duration>', 'of stored events: touches count so long before a conversion, such as P30D')
    .option('--data <file>', 'CSV, NDJSON or Parquet with a row for each path, instead of stored events')
    .option('--path <column>', 'the channels of a path, first touch first (default: path)')
    .option('--conversions <column>', 'journeys of it that converted (default: conversions, total_conversions)')
    .option(
      '--value <column>',
      'what those were worth (default: value, total_conversion_value), or the property of the goal',
    )
    .option('--nulls <column>', 'journeys of it that did not convert (default: nulls, total_null)')
    .option('--separator <text>', 'between two channels (default: >)')
    .addOption(
      new Option('--order <n>', 'touches that the Markov chain remembers')
        .choices(MARKOV_ORDERS.map(String))
        .argParser(orderOf)
        .default(1),
    )
    .option('--html <file>', 'write it as one page, too')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata measure attribution --goal order_placed --channel source --value amount --within P30D' +
        '\n  $ strata measure attribution --data paths.csv --order 2 --html attribution.html',
    )
    .action(measureAttribution);
}

/** @throws StrataError BAD_USAGE */
function orderOf(text: string): AttributionOptions['order'] {
  const order = MARKOV_ORDERS.find((each) => String(each) === text);
  if (order !== undefined) return order;
  throw new StrataError('BAD_USAGE', `--order ${text} is not possible.`, {
    problems: [{ message: 'a chain of another order has too many states', expected: MARKOV_ORDERS.join(', ') }],
  });
}

const TITLE = 'Attribution';

async function measureAttribution(options: AttributionOptions): Promise<void> {
  const { order, html, json } = options;
  const report = attribute(await journeysFrom(options), { order });
  const read = readAttribution(report);
  if (html !== undefined) {
    const { writeRead } = await import('../analyses/write-report.js');
    await writeRead(html, read, { title: TITLE, at: Date.now() });
  }
  if (json) printJson(report);
  else printRead(read, TITLE);
}

/** @throws StrataError BAD_USAGE where something is said that has no meaning for a file, or for stored events */
function refuseBoth({ data, goal, channel, within, path, conversions, nulls, separator }: AttributionOptions): void {
  const without = data === undefined ? { path, conversions, nulls, separator } : { goal, channel, within };
  const said = Object.entries(without).find(([, value]) => value !== undefined);
  if (said !== undefined) {
    throw new StrataError(
      'BAD_USAGE',
      data === undefined
        ? `--${said[0]} is about a file of paths, and there is no file: say --data FILE.`
        : `--${said[0]} is about stored events, and --data reads a file instead.`,
    );
  }
  if (separator?.trim() === '')
    throw new StrataError('BAD_USAGE', '--separator is empty: paths have text between channels, such as >.');
}

const PATH = 'path';
const SEPARATOR = '>';

async function journeysFrom(options: AttributionOptions): Promise<CollectedJourneys> {
  const { data, goal, channel, value, path = PATH, separator = SEPARATOR, conversions, nulls, within } = options;
  refuseBoth(options);
  if (data !== undefined) {
    const columns = Object.fromEntries(
      Object.entries({ conversions, value, nulls }).filter(([, name]) => name !== undefined),
    );
    return await journeysOfFile({ file: data, path, separator, ...columns });
  }
  if (goal === undefined || channel === undefined) {
    throw new StrataError('BAD_USAGE', 'There are no journeys: say where they are.', {
      problems: [
        {
          message: 'journeys are in a file, or in stored events',
          expected: '--data FILE, or --goal EVENT --channel PROPERTY',
        },
      ],
    });
  }
  const question = { goal, channel, ...(value === undefined ? {} : { value }), ...withinOf(within) };
  const task = { until: Date.now(), signal: new AbortController().signal, progress: () => undefined };
  return await withWorkspace(async (workspace) =>
    journeysOfEvents({ ...task, source: { kind: 'stored', database: await workspace.database() } }, question),
  );
}

/** @throws StrataError BAD_USAGE */
function withinOf(within: string | undefined): { readonly within?: number } {
  if (within === undefined) return {};
  const milliseconds = durationMilliseconds(within);
  if (milliseconds !== null) return { within: milliseconds };
  throw new StrataError('BAD_USAGE', `--within ${within} is no duration.`, {
    problems: [{ message: 'an ISO-8601 duration of weeks, days and smaller units', expected: 'P30D' }],
  });
}
