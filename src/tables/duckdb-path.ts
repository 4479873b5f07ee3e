import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * A path as DuckDB is to take it. DuckDB reads `*`, `?` and `[` as a pattern: here what exists is that file, whatever its
 * name, and only what does not exist is left as a pattern.
 */
export function duckDbPath(file: string): string {
  return existsSync(file) ? resolve(file).replaceAll(/[*?[]/g, '[$&]') : file;
}
