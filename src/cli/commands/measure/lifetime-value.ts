import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type ReleaseDocuments } from '#strata/engine';
import { type LifetimeValueAnalysis, wholeDays } from '#strata/rulebook/schemas';
import { StrataError } from '#sdk';
import { MAX_SEED, wholeNumber } from '../../options/model-options.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';
import { isoMoment } from '../analyses/moment.js';
import { tell, working } from '../analyses/tell.js';

interface Options {
  readonly data?: string;
  readonly event: string;
  readonly value?: string;
  readonly person?: string;
  readonly at?: string;
  readonly until?: string;
  readonly horizon?: string;
  readonly holdout?: string;
  readonly plugin?: string;
  readonly model?: string;
  readonly seed: number;
  readonly html?: string;
  readonly json?: true;
}

/** `strata measure ltv`: an analysis of the kind `lifetime-value` without a document. */
export function registerLifetimeValue(measure: Command): void {
  measure
    .command('ltv')
    .description('what customers are worth in the time to come, judged on the last of what was observed')
    .option('--data <file>', 'CSV, NDJSON or Parquet with events, or with a row a purchase, instead of stored events')
    .option('--event <name>', 'the event that is a purchase', 'order_placed')
    .option('--value <name>', 'the property, or the column, that holds what was paid; else purchases are counted')
    .option('--person <column>', 'of a file with a row a purchase: who (default: user_id)')
    .option('--at <column>', 'of such a file: when (default: at)')
    .option(
      '--until <moment>',
      'look at nothing that happened later; now, of a file the end of the day of its last event',
      isoMoment,
    )
    .option('--horizon <duration>', 'how far to look ahead, in whole days (default: P365D)', daysOption)
    .option(
      '--holdout <duration>',
      'the last time, on which it is judged (default: the horizon, at most half of all)',
      daysOption,
    )
    .option('--plugin <id>', 'what foretells, of the kind lifetime (default: lifetime-value)')
    .option('--model <name>', 'its model, such as bg-nbd, mbg-nbd or pareto-nbd')
    .option('--seed <number>', 'of whatever is drawn', wholeNumber(0, MAX_SEED), 1)
    .option('--html <file>', 'write it as one page, too')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata measure ltv --value amount' +
        '\n  $ strata measure ltv --data orders.csv --person customer --at date --value total --holdout P90D --html ltv.html',
    )
    .action(async (options: Options) => {
      await withWorkspace((workspace) => measureLifetimeValue(workspace, options));
    });
}

const NO_DOCUMENTS: ReleaseDocuments = { facts: {}, segments: [], models: [], strategies: [] };

async function measureLifetimeValue(workspace: Workspace, options: Options): Promise<void> {
  const document = documentOf(options);
  const { data } = options;
  const documents =
    data === undefined ? ((await (await workspace.releases()).current())?.documents ?? NO_DOCUMENTS) : NO_DOCUMENTS;
  const source =
    data === undefined
      ? ({ kind: 'stored', database: await workspace.database() } as const)
      : ({ kind: 'file', file: resolve(data), name: data } as const);
  const { findOut } = await import('#strata/analytics/runs');
  const { momentOf } = await import('#strata/analytics/sources');
  const now = Date.now();
  const latest = source.kind === 'stored' ? now : await momentOf(source, document, now);
  const until = options.until === undefined ? latest : Date.parse(options.until);
  const run = { document, documents, source, until, seed: options.seed };
  const parts = { host: await workspace.host(), previous: null };
  const { report } = await working(document, (work) => findOut(run, parts, work));
  await tell({ document, report, at: until }, options);
}

/** @throws StrataError BAD_USAGE where columns are named and there is no file */
function documentOf({
  data,
  event,
  value,
  person,
  at,
  horizon,
  holdout,
  plugin,
  model,
}: Options): LifetimeValueAnalysis {
  if (data === undefined && (person !== undefined || at !== undefined)) {
    throw new StrataError('BAD_USAGE', '--person and --at name columns, and there is no file: say --data FILE.');
  }
  return {
    ...{ id: 'lifetime-value', title: 'Lifetime value', kind: 'lifetime-value' },
    purchases: { event, ...said({ value }) },
    ...(person === undefined && at === undefined ? {} : { columns: said({ person, at }) }),
    ...said({ horizon, holdout, plugin }),
    ...(model === undefined ? {} : { options: { model } }),
  };
}

/** What was said of it. */
function said(options: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
}

function daysOption(text: string): string {
  if ((wholeDays(text) ?? 0) >= 1) return text;
  throw new InvalidArgumentError('It is no duration of whole days, such as P90D.');
}
