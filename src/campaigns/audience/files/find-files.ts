import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StrataError } from '#sdk';
import { sqlText } from '#strata/kernel';
import { type DuckDBConnection } from '@duckdb/node-api';

/**
 * The files that a path or a pattern (`*`, `?`, `[…]`, `**`) names, in the order of their names. A path that exists is that
 * file, whatever characters it has.
 *
 * @throws StrataError BAD_FILE where there is none
 */
export async function findFiles(
  connection: DuckDBConnection,
  directory: string,
  pattern: string,
): Promise<readonly string[]> {
  const path = resolve(directory, pattern);
  if ((await stat(path).catch(() => null))?.isFile() === true) return [path];
  const found = await connection.runAndReadAll(`select file from glob(${sqlText(path, 'duckdb')}) order by file`);
  const files = found.getRowsJson().map(([file]) => file as string);
  if (files.length > 0) return files;
  throw new StrataError('BAD_FILE', `No file is called ${pattern}.`, {
    problems: [{ file: pattern, message: 'there is no such file', expected: `files below ${directory}` }],
  });
}
