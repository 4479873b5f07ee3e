import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Problem } from '#sdk';
import {
  type DocumentKind,
  FOLDERS,
  SINGLE_KINDS,
  type SourceDocument,
  type SourceDocuments,
  type UnreadDocument,
} from '../schemas/index.js';
import { parseJson } from './parse-json.js';

/**
 * Reads `shop.json`, `contact-policy.json` and `item-facts.json` where they are there, `facts.json`, `segments/`, `models/`, `strategies/`, `campaigns/` and `analyses/` of a rules folder. Never throws for what a marketer
 * wrote: files that are not JSON are reported with line and column in `problems`.
 */
export async function loadDocuments(directory: string): Promise<SourceDocuments> {
  if (!(await isFolder(directory))) {
    return { documents: [], unread: [], problems: [{ message: 'There is no such folder', file: directory }] };
  }
  const files = [
    ...(await singleFiles(directory)),
    { kind: 'facts' as const, file: join(directory, 'facts.json') },
    ...(await filesOf('segment', directory)),
    ...(await filesOf('model', directory)),
    ...(await filesOf('strategy', directory)),
    ...(await filesOf('campaign', directory)),
    ...(await filesOf('analysis', directory)),
  ];
  const read = await readSources(files);
  return {
    documents: read.flatMap(({ document }) => document ?? []),
    unread: read.flatMap(({ document, unread }) => (document === undefined ? unread : [])),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** Those that are there, of the kinds of which there may be one. */
async function singleFiles(directory: string): Promise<{ readonly kind: DocumentKind; readonly file: string }[]> {
  const files = SINGLE_KINDS.map((kind) => ({ kind, file: join(directory, `${kind}.json`) }));
  const present = await Promise.all(files.map(({ file }) => isFile(file)));
  return files.filter((_, index) => present[index]);
}

/** Files that are open at the same time. */
const AT_ONCE = 32;

async function readSources(files: readonly { readonly kind: DocumentKind; readonly file: string }[]): Promise<Read[]> {
  const read: Read[] = [];
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE);
    read.push(...(await Promise.all(some.map(({ kind, file }) => readSource(kind, file)))));
  }
  return read;
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
interface Read {
  readonly document?: SourceDocument;
  /** What the file would have been; none where there is no file. */
  readonly unread: readonly UnreadDocument[];
  readonly problems: readonly Problem[];
}

/** A larger file is not opened. */
const LARGEST_FILE = 2_000_000;

/** Reads one file; what is wrong with it names line and column. */
export async function readSource(kind: DocumentKind, file: string): Promise<Read> {
  const unread = [{ kind, name: basename(file, '.json') }];
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > LARGEST_FILE) {
      const message = `The file is ${Math.ceil(size / 1e6)} MB large`;
      return { unread, problems: [{ message, file, expected: `at most ${LARGEST_FILE / 1e6} MB` }] };
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return { unread: [], problems: [{ message: 'There is no such file', file }] };
    return { unread, problems: [{ message: `The file cannot be read (${code})`, file }] };
  }
  const parsed = parseJson(text);
  if (!parsed.ok) return { unread, problems: parsed.problems.map((problem) => ({ ...problem, file })) };
  const name = basename(file, '.json');
  return { document: { kind, name, file, content: parsed.content, text }, unread: [], problems: [] };
}
