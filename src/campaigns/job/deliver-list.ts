import { copyFile, mkdir, realpath, rename } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import { type Database } from '#strata/platform/database';
import { StrataError } from '#sdk';
import { type ListChanges, matchPath } from '../runs/index.js';
import { type BegunRun } from './begin-run.js';
import { hasItems } from '../items/index.js';
import { isFile } from './finish-list.js';
import { folderOfFiles } from './select-list.js';
import { writeTable } from './write-table.js';

/** A list that is booked. */
interface BookedFiles {
  readonly list: string;
  readonly changes: ListChanges | null;
  readonly signal: AbortSignal;
}

/**
 * Hands out a list that is booked: copies it, or writes it into a table, where the campaign says so. Done again it changes nothing.
 *
 * @returns `ready` where somebody else fetches it or hands it out
 */
export async function deliverList(
  {
    database,
    dataDir,
    home,
  }: { readonly database: Database; readonly dataDir: string | undefined; readonly home: string },
  { payload, row, strategy }: BegunRun,
  { list, changes, signal }: BookedFiles,
): Promise<'ready' | 'delivered'> {
  const { out } = payload.document;
  if (out !== undefined && 'table' in out) {
    const withItems = hasItems(strategy.document);
    await writeTable(database, { run: row.id, list, table: out.table, withItems, signal });
    return 'delivered';
  }
  if (out !== undefined && 'customerMatch' in out) {
    const { to } = out.customerMatch;
    if (to === undefined) return 'ready';
    const folder = await folderBelow(folderOfFiles(payload, dataDir), to);
    await copyOnce(matchPath(home, row.id), join(folder, `${row.campaign}-${row.id}-match.csv`));
    return 'delivered';
  }
  if (out === undefined || !('format' in out) || out.to === undefined) return 'ready';
  const folder = await folderBelow(folderOfFiles(payload, dataDir), out.to);
  await copyOnce(list, join(folder, `${row.campaign}-${row.id}${extname(list)}`));
  for (const part of changes === null ? [] : (['entered', 'left'] as const)) {
    const file = list.replace(basename(list), `${part}${extname(list)}`);
    await copyOnce(file, join(folder, `${row.campaign}-${row.id}-${part}${extname(list)}`));
  }
  return 'delivered';
}

/** The folder itself, made where it is not there, which must lie below the other one also after its links were followed. */
async function folderBelow(folder: string, path: string): Promise<string> {
  const wanted = join(folder, path);
  await mkdir(wanted, { recursive: true });
  const [whole, found] = await Promise.all([realpath(folder), realpath(wanted)]);
  if (`${found}${sep}`.startsWith(`${whole}${sep}`)) return found;
  throw new StrataError('BAD_FILE', 'The list is not to be written below DATA_DIR.', {
    problems: [{ file: path, message: 'it leads out of DATA_DIR', expected: 'a folder below DATA_DIR' }],
  });
}

async function copyOnce(from: string, to: string): Promise<void> {
  if (await isFile(to)) return;
  await copyFile(from, `${to}.part`);
  await rename(`${to}.part`, to);
}
