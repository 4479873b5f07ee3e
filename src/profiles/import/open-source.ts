import { openCsv } from './csv-source.js';
import { openNdjson } from './ndjson-source.js';
import { openParquet } from './parquet-source.js';
import { badFile, type RowSource } from './source.js';

const FORMATS: readonly { readonly ending: RegExp; readonly open: (file: string) => Promise<RowSource> }[] = [
  { ending: /\.(csv|tsv)(\.gz)?$/i, open: openCsv },
  { ending: /\.(ndjson|jsonl)(\.gz)?$/i, open: openNdjson },
  { ending: /\.parquet$/i, open: openParquet },
];

/** Opens a file by its ending. Close it after use. @throws StrataError BAD_FILE */
export async function openSource(file: string): Promise<RowSource> {
  const format = FORMATS.find(({ ending }) => ending.test(file));
  if (format !== undefined) return await format.open(file);
  throw badFile(file, {
    message: 'the format is not known by its ending',
    expected: '.csv, .tsv, .ndjson, .jsonl (also with .gz) or .parquet',
  });
}
