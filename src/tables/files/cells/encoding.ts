import { isUtf8 } from 'node:buffer';
import { type StrataError } from '#sdk';
import { badFile } from './file-problems.js';
import { linesOf, splitLines } from './file-bytes.js';

/** So many of the first bytes tell. */
const LOOKED_AT = 4096;

/** UTF-16 or UTF-32, which a mark at the beginning or many zero bytes tell; undefined for all others. */
export function wideEncoding(bytes: Buffer): string | undefined {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff))
    return 'UTF-32';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'UTF-16';
  const head = bytes.subarray(0, LOOKED_AT);
  return head.filter((byte) => byte === 0).length > head.length / 4 ? 'UTF-16' : undefined;
}

/** The first line that is not UTF-8, from 1; undefined where all are. */
export async function firstOtherEncoding(file: string): Promise<number | undefined> {
  for await (const { first, bytes } of linesOf(file)) {
    if (isUtf8(bytes)) continue;
    return first + splitLines(bytes).findIndex((line) => !isUtf8(line));
  }
  return undefined;
}

/** A file of another encoding. */
export function wrongEncoding(file: string, encoding: string, line: number): StrataError {
  const name = encoding === 'Latin-1' ? 'Latin-1 (or Windows-1252)' : encoding;
  const from = encoding === 'Latin-1' ? 'WINDOWS-1252' : encoding;
  return badFile(
    file,
    `line ${String(line)} is not UTF-8: the file seems to be ${name}`,
    `UTF-8: iconv -f ${from} -t UTF-8 OLD > NEW`,
  );
}
