import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { isStrataError, StrataError } from '#sdk';
import { type ExampleSource } from '../../datasets/index.js';

/** What a job says of the rows that it reads. */
export interface ServerRows {
  /** A file below `DATA_DIR`; the stored history where there is none. */
  readonly data?: string;
  /** A file below `DATA_DIR` of what the people of `data` did. */
  readonly events?: string;
  /** ISO 8601: nothing of the stored history that happened later is looked at. */
  readonly until?: string;
}

/**
 * The file itself, which must lie below the folder, also after its links were followed.
 *
 * @throws StrataError BAD_FILE
 */
export async function fileBelow(dataDir: string | undefined, file: string): Promise<string> {
  if (dataDir === undefined) {
    throw new StrataError('BAD_FILE', 'This server reads no files.', {
      problems: [{ file, message: 'DATA_DIR is not set', expected: 'a server that was started with DATA_DIR' }],
    });
  }
  const outside = new StrataError('BAD_FILE', 'The file is not among those that this server may read.', {
    problems: [{ file, message: 'there is no such file below DATA_DIR', expected: 'a path relative to DATA_DIR' }],
  });
  const [folder, found] = await Promise.all([dataDir, join(dataDir, file)].map((path) => realpath(path))).catch(() => {
    throw outside;
  });
  if (folder === undefined || found?.startsWith(folder + sep) !== true) throw outside;
  return found;
}

/** Files are called as they were asked for: where they lie on the server is nobody's business. */
export function namedError(error: unknown, source: ExampleSource, name = ''): unknown {
  if (!isStrataError(error) || source.kind !== 'file') return error;
  const path = source.file;
  const problems = error.problems.map((problem) => ({
    ...problem,
    message: problem.message.replaceAll(path, name),
    ...(problem.file === path ? { file: name } : {}),
  }));
  return new StrataError(error.code, error.message.replaceAll(path, name), {
    problems,
    cause: error,
    source: error.source,
  });
}

/**
 * Where a job reads its rows: a file below `DATA_DIR`, else the stored history.
 *
 * @throws StrataError BAD_FILE
 */
export async function serverSource(
  { data, events, until }: ServerRows,
  documents: ReleaseDocuments,
  { dataDir, database }: { readonly dataDir?: string | undefined; readonly database: Database },
): Promise<ExampleSource> {
  if (data !== undefined) {
    const file = await fileBelow(dataDir, data);
    return { kind: 'file', file, ...(events === undefined ? {} : { events: await fileBelow(dataDir, events) }) };
  }
  return {
    kind: 'history',
    from: { kind: 'stored', database },
    facts: documents.facts,
    timeZone: timeZoneOf(documents),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
  };
}
