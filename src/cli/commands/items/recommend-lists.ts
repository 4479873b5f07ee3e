import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { refuseInput } from '#strata/tables';
import { openSource } from '#strata/tables/rows';
import { resolvePersons } from '#strata/profiles/store';
import { nearestName, StrataError } from '#sdk';
import { printJson, printLine, startProgress } from '../../output/output.js';
import { outOf, type RecommendOptions, type RecommendWork } from './recommend-work.js';
import { type RowCell, writeRows } from './write-rows.js';

const FIELDS = [
  { name: 'user_id', type: 'text' },
  { name: 'place', type: 'number' },
  { name: 'item', type: 'text' },
  { name: 'score', type: 'number' },
  { name: 'words', type: 'text' },
] as const;

const COLUMNS = ['user_id', 'userid', 'user', 'id'];

/** `strata recommend --users FILE --out FILE`: a row a person and item, the best first. */
export async function recommendToAll(work: RecommendWork, users: string, options: RecommendOptions): Promise<void> {
  const out = outOf(options);
  await refuseInput(out, [users]);
  const progress = startProgress('Recommending');
  let people = 0;
  async function* blocks(): AsyncGenerator<readonly (readonly RowCell[])[]> {
    const files = await filesOf(users);
    for (const [place, file] of files.entries()) {
      for await (const { ids, share } of usersIn(file)) {
        yield await listsOf(work, ids, options);
        people += ids.length;
        progress.update((place + share) / files.length, `${String(people)} people`);
      }
    }
  }
  try {
    const rows = await writeRows(out, FIELDS, blocks());
    progress.end();
    if (options.json) printJson({ people, rows, out });
    else printLine(`${String(rows)} items for ${String(people)} people: ${out}`);
  } finally {
    progress.end();
  }
}

async function listsOf(
  { workspace, desk, documents, model, now }: RecommendWork,
  ids: readonly string[],
  options: RecommendOptions,
): Promise<readonly (readonly RowCell[])[]> {
  const database = await workspace.database();
  const persons = await database.run((manager) => resolvePersons(manager, ids));
  const people = ids.map((id) => ({ person: persons.get(id) ?? id, events: [] }));
  const lists = await desk.forPeople(model, people, options, { documents, now });
  return ids.flatMap((id, row) =>
    (lists[row]?.items ?? []).map(({ id: item, score, words }, place) => [id, place + 1, item, score, words]),
  );
}

/** A file, or the Parquet files of a folder, such as Spark writes a list, in the order of their names. @throws StrataError BAD_FILE */
async function filesOf(path: string): Promise<readonly string[]> {
  if ((await stat(path).catch(() => null))?.isDirectory() !== true) return [path];
  const files = (await readdir(path)).filter((name) => name.endsWith('.parquet')).sort();
  if (files.length > 0) return files.map((name) => join(path, name));
  throw new StrataError('BAD_FILE', `${path} holds no users.`, {
    problems: [
      { file: path, message: 'no file of the folder is Parquet', expected: 'a file, or a folder of .parquet files' },
    ],
  });
}

async function* usersIn(file: string): AsyncGenerator<{ readonly ids: readonly string[]; readonly share: number }> {
  const source = await openSource(file);
  try {
    for await (const { rows, share } of source.batches()) {
      const ids = rows.map(({ columns, cells }) => cells[columnIn(columns, file)]);
      yield { ids: ids.flatMap((id) => (id === null || id === undefined ? [] : [textOf(id)])), share };
    }
  } finally {
    await source.close();
  }
}

function columnIn(columns: readonly string[], file: string): number {
  for (const name of COLUMNS) {
    const index = columns.findIndex((column) => column.toLowerCase() === name);
    if (index !== -1) return index;
  }
  const nearest = nearestName('user_id', columns);
  throw new StrataError('BAD_COLUMN', `The columns of ${file} are not understood.`, {
    problems: [
      {
        file,
        message: 'no column says who it is (user_id)',
        expected: 'a column user_id',
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

function textOf(id: unknown): string {
  return typeof id === 'string' ? id : JSON.stringify(id);
}
