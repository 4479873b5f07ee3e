import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const NEWLINE = 10;
/** A line longer than this is cut. */
const LONGEST_LINE = 2 ** 20;

/** The bytes of a file, unpacked where it is packed. */
export async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: 256 * 1024 });
  const stream = /\.gz$/i.test(file) ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } finally {
    raw.destroy();
    stream.destroy();
  }
}

/** The first bytes of a file, `most` at most. */
export async function headOf(file: string, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytesOf(file)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

/** Whole lines of a file, many at a time, with the number of the first, from 1. */
export async function* linesOf(file: string): AsyncGenerator<{ readonly first: number; readonly bytes: Buffer }> {
  let rest: Buffer[] = [];
  let waiting = 0;
  let first = 1;
  for await (const chunk of bytesOf(file)) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end < 0 && waiting < LONGEST_LINE) {
      rest.push(chunk);
      waiting += chunk.length;
      continue;
    }
    const bytes = Buffer.concat([...rest, chunk.subarray(0, end + 1)]);
    yield { first, bytes };
    first += newlinesIn(bytes);
    rest = [chunk.subarray(end + 1)];
    waiting = chunk.length - end - 1;
  }
  if (waiting > 0) yield { first, bytes: Buffer.concat(rest) };
}

/** The lines of a piece of a file. */
export function splitLines(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines;
}

function newlinesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
