import { type Command } from 'commander';
import { timeZoneOf } from '#strata/engine';
import { declaredItemFacts } from '#strata/items/catalogue';
import { importItems, type ItemImportSummary, parseItemMapping } from '#strata/items/import';
import { refuseInput } from '#strata/tables';
import { printJson, printLine, printTable, startProgress } from '../../output/output.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

interface Options {
  readonly map: readonly string[];
  readonly rejects?: string;
  readonly json?: true;
}

/** `strata import items` */
export function registerImportItems(command: Command): void {
  command
    .command('items <file>')
    .description(
      'import what the shop sells, one item a row: its id, and facts of item-facts.json (CSV, NDJSON or Parquet)',
    )
    .option('--map <column=field>', 'which fact a column is, or id; again for each; "-" leaves it out', collect, [])
    .option('--rejects <file>', 'where rows go that cannot be understood (default: FILE.rejects.ndjson)')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nFacts that a file does not hold stay as they are; importing the same file again changes nothing.\n\nExample:\n  $ strata import items items.csv --map sku=id --map preis=price',
    )
    .action((file: string, options: Options) => withWorkspace((workspace) => importFrom(workspace, file, options)));
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function importFrom(workspace: Workspace, file: string, { map, rejects, json }: Options): Promise<void> {
  if (rejects !== undefined) await refuseInput(rejects, [file]);
  const { documents } = await (await workspace.releases()).published();
  const itemFacts = declaredItemFacts(documents);
  const mappings = map.map((text) => parseItemMapping(text, itemFacts));
  const database = await workspace.database();
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  const progress = startProgress('Importing items');
  process.once('SIGINT', interrupt);
  try {
    const summary = await importItems({
      ...{ file, database, itemFacts, mappings, timeZone: timeZoneOf(documents), now: Date.now() },
      ...(rejects === undefined ? {} : { rejects }),
      signal: stop.signal,
      progress: (share, note) => {
        progress.update(share, note);
      },
    });
    progress.end();
    if (summary.interrupted || (summary.rejected > 0 && summary.rejected === summary.rows)) process.exitCode = 1;
    if (json) printJson(summary);
    else printSummary(summary);
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
  }
}

function printSummary(summary: ItemImportSummary): void {
  const { rows, added, changed, unchanged, rejected, rejects, ignored } = summary;
  printTable(
    ['items', 'rows'],
    [
      ['read', rows],
      ['new', added],
      ['changed', changed],
      ['as they were', unchanged],
      ['rejected', rejected],
    ],
  );
  if (ignored.length > 0) {
    const told = ignored.map(({ column, nearest }) =>
      nearest === undefined ? column : `${column} (is it ${nearest}? --map ${column}=${nearest})`,
    );
    printLine(`Columns that were not read: ${told.join(', ')}`);
  }
  if (rejects !== null) printLine(`The rejected rows, with reasons: ${rejects}`);
  if (summary.interrupted) printLine('Interrupted. Run it again to import the rest.');
}
