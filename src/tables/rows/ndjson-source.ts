import { isDeeperThan } from '#strata/kernel';
import {
  badFile,
  DEEPEST_ROW,
  type FileBytes,
  LONGEST_ROW,
  openBytes,
  type RowSource,
  ROWS,
  type SourceBatch,
  type SourceRow,
  type UnreadableRow,
  wordsOf,
} from './source.js';

const NEWLINE = 10;
const LONGEST_TEXT = 2000;

/** One JSON object a line; members are columns. Empty lines are left out. */
export async function openNdjson(file: string): Promise<RowSource> {
  const bytes = await openBytes(file);
  return {
    columns: null,
    valueOf: (_, cell) => cell,
    batches: () => readBatches(file, bytes),
    close() {
      bytes.close();
      return Promise.resolve();
    },
  };
}

async function* readBatches(file: string, bytes: FileBytes): AsyncGenerator<SourceBatch> {
  let line = 0;
  let rows: SourceRow[] = [];
  let unreadable: UnreadableRow[] = [];
  for await (const texts of linesOf(file, bytes)) {
    for (const text of texts) {
      line++;
      if (text.trim() === '') continue;
      const read = readLine(line, text);
      if ('reason' in read) unreadable.push(read);
      else rows.push(read);
      if (rows.length + unreadable.length < ROWS) continue;
      yield { rows, unreadable, share: bytes.share() };
      rows = [];
      unreadable = [];
    }
  }
  yield { rows, unreadable, share: 1 };
}

/** The lines of each piece of the file. They are split as bytes: some characters that end lines elsewhere may stand in JSON. */
async function* linesOf(file: string, { chunks }: FileBytes): AsyncGenerator<readonly string[]> {
  let rest: Buffer[] = [];
  let waiting = 0;
  try {
    for await (const chunk of chunks) {
      const end = chunk.lastIndexOf(NEWLINE);
      if (end === -1) {
        rest.push(chunk);
        waiting += chunk.length;
        if (waiting > LONGEST_ROW) throw new Error('a line is larger than 1 MiB');
        continue;
      }
      yield Buffer.concat([...rest, chunk.subarray(0, end)])
        .toString('utf8')
        .split('\n');
      rest = [chunk.subarray(end + 1)];
      waiting = chunk.length - end - 1;
    }
  } catch (error) {
    throw badFile(file, { message: wordsOf(error), expected: 'one JSON object a line' }, error);
  }
  if (waiting > 0) yield [Buffer.concat(rest).toString('utf8')];
}

function readLine(line: number, text: string): SourceRow | UnreadableRow {
  const unreadable = (reason: string) => ({ line, reason, text: text.slice(0, LONGEST_TEXT) });
  try {
    const value: unknown = JSON.parse(line === 1 ? text.replace(/^\uFEFF/, '') : text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return unreadable('it is no JSON object');
    if (isDeeperThan(DEEPEST_ROW, value)) return unreadable(`it is nested deeper than ${String(DEEPEST_ROW)} levels`);
    return { line, columns: Object.keys(value), cells: Object.values(value), size: text.length };
  } catch (error) {
    return unreadable(`it is no JSON: ${wordsOf(error).slice(0, 100)}`);
  }
}
