import { assertUtf8 } from './encoding.js';
import { openCsv } from './csv-source.js';
import { openNdjson } from './ndjson-source.js';
import { openParquet } from './parquet-source.js';
import { badFile, type RowSource } from './source.js';

interface Format {
  readonly ending: RegExp;
  /** True where it is text, which must be UTF-8. */
  readonly isText: boolean;
  readonly open: (file: string) => Promise<RowSource>;
}
const FORMATS: readonly Format[] = [
  { ending: /\.(csv|tsv)(\.gz)?$/i, isText: true, open: openCsv },
  { ending: /\.(ndjson|jsonl)(\.gz)?$/i, isText: true, open: openNdjson },
  { ending: /\.parquet$/i, isText: false, open: openParquet },
];

/** Opens a file by its ending. Close it after use. @throws StrataError BAD_FILE */
export async function openSource(file: string): Promise<RowSource> {
  const format = FORMATS.find(({ ending }) => ending.test(file));
  if (format?.isText === true) await assertUtf8(file);
  if (format !== undefined) return await format.open(file);
  throw badFile(file, {
    message: 'the format is not known by its ending',
    expected: '.csv, .tsv, .ndjson, .jsonl (also with .gz) or .parquet',
  });
}
