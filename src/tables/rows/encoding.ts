import { isUtf8 } from 'node:buffer';
import { badFile, openBytes, wordsOf } from './source.js';

const NEWLINE = 10;
/** So many of the first bytes tell whether characters have two bytes. */
const LOOKED_AT = 4096;

/**
 * Refuses a text file that is not UTF-8 before anything of it is kept: read as UTF-8, Müller and Möller would become one.
 *
 * @throws StrataError BAD_FILE with the encoding that it seems to have and the line
 */
export async function assertUtf8(file: string): Promise<void> {
  let before = 0;
  for await (const lines of wholeLines(file)) {
    if (before === 0 && isWide(lines)) throw otherEncoding(file, 'UTF-16', 1);
    if (!isUtf8(lines)) throw otherEncoding(file, 'Latin-1 or Windows-1252', before + lineOf(lines));
    before += newlinesIn(lines);
  }
}

/** Pieces of the file that end where a line does, so that no character is divided. */
async function* wholeLines(file: string): AsyncGenerator<Buffer> {
  const bytes = await openBytes(file);
  let rest: Buffer[] = [];
  try {
    for await (const chunk of bytes.chunks) {
      const end = chunk.lastIndexOf(NEWLINE);
      if (end !== -1) yield Buffer.concat([...rest, chunk.subarray(0, end + 1)]);
      rest = end === -1 ? [...rest, chunk] : [chunk.subarray(end + 1)];
    }
    yield Buffer.concat(rest);
  } catch (error) {
    throw badFile(file, { message: wordsOf(error) }, error);
  } finally {
    bytes.close();
  }
}

/** A mark at the beginning tells, or that every other byte is zero. */
function isWide(bytes: Buffer): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const head = bytes.subarray(0, LOOKED_AT);
  return head.filter((byte) => byte === 0).length > head.length / 4;
}

/** The first line that is not UTF-8, from 1. */
function lineOf(lines: Buffer): number {
  let line = 1;
  for (let start = 0; start < lines.length; line++) {
    const found = lines.indexOf(NEWLINE, start);
    const end = found === -1 ? lines.length : found;
    if (!isUtf8(lines.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}

function newlinesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

function otherEncoding(file: string, encoding: string, line: number) {
  const from = encoding === 'UTF-16' ? 'UTF-16' : 'WINDOWS-1252';
  return badFile(file, {
    message: `line ${String(line)} is not UTF-8: the file seems to be ${encoding}`,
    expected: `UTF-8: iconv -f ${from} -t UTF-8 OLD > NEW`,
  });
}
