import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Problem } from '../sdk/index.js';
import { type DocumentKind, FOLDERS, type SourceDocument, type SourceDocuments } from './documents.js';
import { parseJson } from './parse-json.js';

/**
 * Reads `shop.json` where there is one, `facts.json`, `segments/`, `models/` and `strategies/` of a rules folder. Never throws for what a marketer
 * wrote: files that are not JSON are reported with line and column in `problems`.
 */
export async function loadDocuments(directory: string): Promise<SourceDocuments> {
  if (!(await isFolder(directory))) {
    return { documents: [], problems: [{ message: 'There is no such folder', file: directory }] };
  }
  const files = [
    ...((await isFile(join(directory, 'shop.json')))
      ? [{ kind: 'shop' as const, file: join(directory, 'shop.json') }]
      : []),
    { kind: 'facts' as const, file: join(directory, 'facts.json') },
    ...(await filesOf('segment', directory)),
    ...(await filesOf('model', directory)),
    ...(await filesOf('strategy', directory)),
  ];
  const read = await Promise.all(files.map(({ kind, file }) => readSource(kind, file)));
  return {
    documents: read.flatMap(({ document }) => document ?? []),
    problems: read.flatMap(({ problems }) => problems),
  };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}

/** The JSON files of a kind, sorted; none where the folder does not exist. */
export async function filesOf(
  kind: keyof typeof FOLDERS,
  directory: string,
): Promise<{ readonly kind: DocumentKind; readonly file: string }[]> {
  const folder = join(directory, FOLDERS[kind]);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => ({ kind, file: join(folder, name) }));
}

/** One file: its document, or why there is none. */
export async function readSource(
  kind: DocumentKind,
  file: string,
): Promise<{ readonly document?: SourceDocument; readonly problems: readonly Problem[] }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const message = code === 'ENOENT' ? 'There is no such file' : `The file cannot be read (${code})`;
    return { problems: [{ message, file }] };
  }
  const parsed = parseJson(text);
  if (!parsed.ok) return { problems: parsed.problems.map((problem) => ({ ...problem, file })) };
  return { document: { kind, name: basename(file, '.json'), file, content: parsed.content }, problems: [] };
}
