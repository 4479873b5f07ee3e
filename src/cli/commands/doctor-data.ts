import { type Command } from 'commander';
import { type EventQuality, type QualityReport, qualityReport, relearn } from '#strata/profiles/quality';
import { wholeNumber } from '../options/model-options.js';
import { printJson, printLine, printTable } from '../output/output.js';
import { runningServer } from '../workspace/running-server.js';
import { withWorkspace, type Workspace } from '../workspace/workspace.js';

interface DataOptions {
  readonly days: number;
  readonly event?: string;
  readonly relearn?: true;
  readonly key?: string;
  readonly json?: true;
}

const MOST_DAYS = 366;

/** `strata doctor data`: what came in and how good it was. */
export function registerDoctorData(doctor: Command): void {
  doctor
    .command('data')
    .description('show what came in by event, and how often it was not as events of that name were before')
    .option('--days <number>', 'days up to today', wholeNumber(1, MOST_DAYS), 7)
    .option('--event <name>', 'only events of this name, with their properties and days')
    .option('--relearn', 'forget what events look like (with --event: these); the next thousand tell anew')
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata doctor data --event order_placed --days 30')
    // `--json` belongs to `doctor`, too, which sees it first.
    .action((_, command: Command) => withWorkspace((workspace) => show(workspace, command.optsWithGlobals())));
}

async function show(workspace: Workspace, options: DataOptions): Promise<void> {
  const { event, relearn: again, json } = options;
  if (again) {
    const names = await relearn(await workspace.database(), event);
    if (json) printJson({ relearned: names });
    else printLine(names.length === 0 ? 'Nothing was learned yet.' : `To be learned anew: ${names.join(', ')}`);
    return;
  }
  const report = await reportOf(workspace, options);
  if (json) printJson(report);
  else printReport(report, event);
}

/** Through the server that has the embedded database open, where there is one; else in this process. */
async function reportOf(workspace: Workspace, { days, event, key }: DataOptions): Promise<QualityReport> {
  const server = runningServer(workspace.config, key);
  if (server === undefined) return qualityReport(await workspace.database(), { days, event, now: Date.now() });
  const query = { days, ...(event === undefined ? {} : { event }) };
  return server.ask((api) => api.GET('/v1/data-quality', { params: { query } }));
}

function printReport({ from, to, events }: QualityReport, event: string | undefined): void {
  if (events.length === 0) {
    printLine('No events came in yet. See `strata import --help` and the tracking API.');
    return;
  }
  printLine(`Events from ${from} to ${to}`);
  printTable(
    ['event', ...COUNTED.map(([title]) => title)],
    events.map(({ name, counts }) => [name, ...COUNTED.map(([, issue]) => counts[issue] ?? 0)]),
  );
  for (const { name, issues } of events) {
    for (const { issue, property, count } of issues.slice(0, MOST_ISSUES)) {
      printLine(`${name}: ${WORDS[issue] ?? issue} "${property}", ${String(count)} times`);
    }
  }
  const [only] = events;
  if (event !== undefined && only !== undefined) printEvent(only);
}

const COUNTED = [
  ['received', 'received'],
  ['there already', 'duplicates'],
  ['rejected', 'rejected'],
  ['of nobody', 'nobody'],
  ['unknown property', 'unknownProperty'],
  ['wrong type', 'wrongType'],
  ['missing property', 'missingRequired'],
  ['in the future', 'futureTime'],
] as const;

const WORDS: Readonly<Partial<Record<string, string>>> = {
  unknownProperty: 'unknown property',
  wrongType: 'another type in property',
  missingRequired: 'missing property',
  rejected: 'rejected for its',
};
const MOST_ISSUES = 5;

function printEvent({ days, schema }: EventQuality): void {
  printTable(
    ['day', ...COUNTED.map(([title]) => title)],
    days.map((counts) => [counts.day, ...COUNTED.map(([, issue]) => counts[issue] ?? 0)]),
  );
  if (schema === null) return;
  const state = schema.learning ? ' so far' : '';
  printLine(`Properties, learned from ${String(schema.learnedFrom)} events${state}`);
  printTable(
    ['property', 'types', 'in every event'],
    schema.properties.map(({ name, types, required }) => [name, types.join(', '), required ? 'yes' : 'no']),
  );
}
