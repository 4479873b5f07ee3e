import { type Command } from 'commander';
import { fixedWords } from '#strata/kernel';
import { refuseInput } from '#strata/tables';
import { CountedQuality } from '#strata/profiles/quality';
import { importFile, type ImportKind, type ImportSummary, parseMapping } from '#strata/profiles/import';
import { ProfileStore } from '#strata/profiles/people';
import { registerImportItems } from './items/import-items.js';
import { printJson, printLine, printTable, startProgress } from '../output/output.js';
import { withWorkspace, type Workspace } from '../workspace/workspace.js';

interface ImportOptions {
  readonly map: readonly string[];
  readonly rejects?: string;
  readonly json?: true;
}

/** Batches on their way at once: PostgreSQL works on some while the next is read; the embedded database on one. */
const LANES = { postgres: 3, pglite: 1 } as const;

/** `strata import profiles|events|items`: what is known about people, what they did, and what the shop sells, from files. */
export function registerImport(program: Command): void {
  const command = program.command('import').description('import profiles, events or items from a file');
  addKind(command, 'profiles', {
    description: 'import what is known about people, one a row: attributes, and consent in columns consent.PURPOSE',
    example: 'strata import profiles customers.csv --map customer_no=user_id --map newsletter=consent.marketing',
  });
  addKind(command, 'events', {
    description: 'import what people did, one event a row',
    example: 'strata import events orders.parquet --map kunde=user_id --map created_at=at',
  });
  registerImportItems(command);
}

function addKind(
  command: Command,
  kind: ImportKind,
  { description, example }: { readonly description: string; readonly example: string },
): void {
  command
    .command(`${kind} <file>`)
    .description(`${description} (CSV, NDJSON or Parquet)`)
    .option('--map <column=field>', 'which field a column is, again for each; "-" leaves it out', collect, [])
    .option('--rejects <file>', 'where rows go that cannot be understood (default: FILE.rejects.ndjson)')
    .option('--json', 'for machines')
    .addHelpText('after', `\nImporting the same file again changes nothing.\n\nExample:\n  $ ${example}`)
    .action((file: string, options: ImportOptions) =>
      withWorkspace((workspace) => importRows(workspace, { kind, file }, options)),
    );
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function importRows(
  workspace: Workspace,
  { kind, file }: { readonly kind: ImportKind; readonly file: string },
  { map, rejects, json }: ImportOptions,
): Promise<void> {
  if (rejects !== undefined) await refuseInput(rejects, [file]);
  const mappings = map.map((text) => parseMapping(kind, text));
  const database = await workspace.database();
  const quality = await CountedQuality.open(database);
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  const progress = startProgress(`Importing ${kind}`);
  process.once('SIGINT', interrupt);
  try {
    const summary = await importFile({
      kind,
      file,
      mappings,
      ...(rejects === undefined ? {} : { rejects }),
      store: new ProfileStore(database),
      quality,
      lanes: LANES[database.kind],
      signal: stop.signal,
      progress: (share, note) => {
        progress.update(share, note);
      },
    });
    progress.end();
    if (summary.interrupted || nothingKept(summary)) process.exitCode = 1;
    if (json) printJson(summary);
    else printSummary(summary);
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
    await quality.close();
  }
}

function nothingKept({ accepted, duplicates, refused, rejected }: ImportSummary): boolean {
  return rejected > 0 && accepted + duplicates + refused === 0;
}

function printSummary(summary: ImportSummary): void {
  const { kind, rows, accepted, duplicates, refused, rejected, seconds } = summary;
  printTable(
    [kind, 'rows'],
    [
      ['read', rows],
      ['kept', accepted],
      ...(kind === 'events' ? [['there already', duplicates] as const] : []),
      ['about erased persons', refused],
      ['rejected', rejected],
    ],
  );
  printLine(`${fixedWords(seconds, 1)} s, ${fixedWords(rows / Math.max(seconds, 0.001), 0)} rows a second`);
  for (const { column, type, count, examples } of summary.odd) {
    const quoted = examples.map((cell) => JSON.stringify(cell)).join(', ');
    printLine(`${column}: ${String(count)} cells are no ${type}, such as ${quoted}; they do not count as one`);
  }
  if (summary.ignored.length > 0) printLine(`Columns that were not read: ${summary.ignored.join(', ')}`);
  if (summary.rejects !== null) printLine(`The rejected rows, with reasons: ${summary.rejects}`);
  if (summary.interrupted)
    printLine('Interrupted. Run it again to import the rest; what is there already stays as it is.');
}
