import { type PackedTexts } from '#strata/kernel/texts';
import { type ParquetColumn } from './columns.js';
import { thriftStruct, writeVarint } from './thrift.js';

/** Some rows of a Parquet file, encoded: plain data, which may go from one thread to another. */
export interface EncodedRows {
  readonly rows: number;
  /** The chunks of all columns, one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly chunks: readonly EncodedChunk[];
}

/** Where the cells of a column stand. */
export interface EncodedChunk {
  /** Bytes of its dictionary, before its cells; 0 where there is none. */
  readonly dictionary: number;
  /** Bytes in all. */
  readonly size: number;
}

const PLAIN = 0;
const RLE = 3;
const RLE_DICTIONARY = 8;
const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;

/**
 * Encodes rows as a row group of Parquet (https://parquet.apache.org/docs/file-format/): a page a column, not compressed;
 * texts of few kinds by a dictionary. Pure.
 */
export function encodeRows(columns: readonly ParquetColumn[], rows: number): EncodedRows {
  const parts: Uint8Array[] = [];
  const chunks = columns.map((column): EncodedChunk => {
    const { dictionary, data } = pagesOf(column, rows);
    parts.push(...dictionary, ...data);
    const sizes = [dictionary, data].map((pages) => pages.reduce((sum, { length }) => sum + length, 0));
    return { dictionary: sizes[0] ?? 0, size: (sizes[0] ?? 0) + (sizes[1] ?? 0) };
  });
  const bytes = new Uint8Array(chunks.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { rows, bytes, chunks };
}

interface Pages {
  readonly dictionary: readonly Uint8Array[];
  readonly data: readonly Uint8Array[];
}

function pagesOf(column: ParquetColumn, rows: number): Pages {
  if (column.type === 'number') return plain(numberCells(column.values, rows), rows);
  if (column.type === 'boolean') return plain(booleanCells(column.values, rows), rows);
  if ('packed' in column) return plain(packedCells(column.packed, rows), rows);
  return 'texts' in column ? plain(textCells(column.texts, rows), rows) : coded(column, rows);
}

/** Which rows have a value, and their values. */
interface Cells {
  readonly known: (row: number) => boolean;
  readonly values: Uint8Array;
}

function plain({ known, values }: Cells, rows: number): Pages {
  const levels = levelsOf(known, rows);
  return { dictionary: [], data: dataPage(rows, PLAIN, [levels, values]) };
}

function coded(
  { codes, categories }: Extract<ParquetColumn, { readonly categories: readonly string[] }>,
  rows: number,
): Pages {
  const known = (row: number): boolean => (codes[row] ?? -1) >= 0 && (codes[row] ?? -1) < categories.length;
  const entries = textCells(categories, categories.length).values;
  const header = pageHeader(DICTIONARY_PAGE, entries.length, [
    7,
    {
      struct: [
        [1, { i32: categories.length }],
        [2, { i32: PLAIN }],
      ],
    },
  ]);
  const kept = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (known(row)) kept[count++] = codes[row] ?? 0;
  const width = 32 - Math.clz32(Math.max(0, categories.length - 1));
  const indexes = [Uint8Array.of(width), runs(kept.subarray(0, count), width)];
  return {
    dictionary: [header, entries],
    data: dataPage(rows, RLE_DICTIONARY, [levelsOf(known, rows), ...indexes]),
  };
}

function dataPage(rows: number, encoding: number, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const header = pageHeader(DATA_PAGE, size, [
    5,
    {
      struct: [
        [1, { i32: rows }],
        [2, { i32: encoding }],
        [3, { i32: RLE }],
        [4, { i32: RLE }],
      ],
    },
  ]);
  return [header, ...parts];
}

function pageHeader(type: number, size: number, details: Parameters<typeof thriftStruct>[0][number]): Uint8Array {
  return thriftStruct([[1, { i32: type }], [2, { i32: size }], [3, { i32: size }], details]);
}

/** Definition levels: 1 where there is a value; their length stands before them. */
function levelsOf(known: (row: number) => boolean, rows: number): Uint8Array {
  const levels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) levels[row] = Number(known(row));
  const encoded = runs(levels, 1);
  const bytes = new Uint8Array(4 + encoded.length);
  new DataView(bytes.buffer).setUint32(0, encoded.length, true);
  bytes.set(encoded, 4);
  return bytes;
}

/** Numbers of some bits each: one run where all are the same, else packed, eight together. */
function runs(values: Int32Array, width: number): Uint8Array {
  const [first = 0] = values;
  const bytes: number[] = [];
  if (values.every((value) => value === first)) {
    writeVarint(bytes, values.length << 1);
    for (let bits = 0; bits < width; bits += 8) bytes.push((first >>> bits) & 0xff);
    return Uint8Array.from(bytes);
  }
  const groups = Math.ceil(values.length / 8);
  writeVarint(bytes, (groups << 1) | 1);
  const packed = new Uint8Array(bytes.length + groups * width);
  packed.set(bytes);
  let bit = 8 * bytes.length;
  for (let i = 0; i < values.length; i++, bit += width) putBits(packed, bit, values[i] ?? 0, width);
  return packed;
}

function putBits(bytes: Uint8Array, from: number, value: number, width: number): void {
  for (let done = 0, bit = from; done < width;) {
    const free = 8 - (bit & 7);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (((value >>> done) << (bit & 7)) & 0xff);
    done += free;
    bit += free;
  }
}

function numberCells(values: Float64Array, rows: number): Cells {
  const kept = new Float64Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const value = values[row] ?? Number.NaN;
    if (value === value) kept[count++] = value;
  }
  return { known: (row) => !Number.isNaN(values[row]), values: new Uint8Array(kept.buffer, 0, 8 * count) };
}

function booleanCells(values: Uint8Array, rows: number): Cells {
  const bits = new Uint8Array(Math.ceil(rows / 8));
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if ((values[row] ?? 255) > 1) continue;
    if (values[row] === 1) bits[count >> 3] = (bits[count >> 3] ?? 0) | (1 << (count & 7));
    count++;
  }
  return { known: (row) => (values[row] ?? 255) <= 1, values: bits.subarray(0, Math.ceil(count / 8)) };
}

function packedCells(packed: PackedTexts, rows: number): Cells {
  const { starts } = packed;
  const values = new Uint8Array(4 * rows + (starts[rows] ?? 0));
  const lengths = new DataView(values.buffer);
  for (let row = 0, at = 0; row < rows; row++) {
    lengths.setUint32(at, (starts[row + 1] ?? 0) - (starts[row] ?? 0), true);
    at = packed.copy(row, values, at + 4);
  }
  return { known: () => true, values };
}

/** Each text as UTF-8 with its length (u32) before it. */
function textCells(texts: readonly (string | null)[], rows: number): Cells {
  let most = 0;
  for (let row = 0; row < rows; row++) most += 4 + 3 * (texts[row]?.length ?? 0);
  const bytes = Buffer.allocUnsafe(most);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const text = texts[row];
    if (text === null || text === undefined) continue;
    const length = putText(bytes, text, at + 4);
    bytes.writeUInt32LE(length, at);
    at += 4 + length;
  }
  return { known: (row) => texts[row] !== null && texts[row] !== undefined, values: bytes.subarray(0, at) };
}

/** Returns the bytes of the text; ASCII, which ids nearly always are, without a call. */
function putText(bytes: Buffer, text: string, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return bytes.write(text, at, 'utf8');
    bytes[at + i] = code;
  }
  return text.length;
}
