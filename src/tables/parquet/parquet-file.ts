import { type FileHandle } from 'node:fs/promises';
import { openOutput } from '../index.js';
import { type ParquetField } from './columns.js';
import { type EncodedChunk, type EncodedRows } from './encode.js';
import { thriftStruct, type ThriftField, type ThriftValue } from './thrift.js';

const MAGIC = new TextEncoder().encode('PAR1');
/** Numbers of Parquet's types, and of the converted type of a text. */
const TYPES = { boolean: 0, number: 5, text: 6 } as const;
const UTF8 = 0;
const OPTIONAL = 1;
const ENCODINGS = [0, 3, 8];
const UNCOMPRESSED = 0;

/** A Parquet file that is written row group by row group; it can be read once it was closed. */
export class ParquetFile {
  #size = MAGIC.length;
  #rows = 0;
  readonly #groups: ThriftValue[] = [];

  private constructor(
    private readonly file: FileHandle,
    private readonly fields: readonly ParquetField[],
  ) {}

  static async create(path: string, fields: readonly ParquetField[]): Promise<ParquetFile> {
    return new ParquetFile(await openOutput(path, 'w', MAGIC), fields);
  }

  /** Writes a file from its beginning to its end; it is closed also where that throws. */
  static async write(
    path: string,
    fields: readonly ParquetField[],
    append: (file: Pick<ParquetFile, 'append'>) => Promise<void>,
  ): Promise<void> {
    const file = await ParquetFile.create(path, fields);
    try {
      await append(file);
    } catch (error) {
      await file.abandon();
      throw error;
    }
    await file.close();
  }

  /** Adds rows whose columns are the file's, in their order. */
  async append({ rows, bytes, chunks }: EncodedRows): Promise<void> {
    if (rows === 0) return;
    await this.file.write(bytes);
    this.#groups.push(this.#group(rows, chunks));
    this.#size += bytes.length;
    this.#rows += rows;
  }

  /** Ends the file, on the disk. */
  async close(): Promise<void> {
    const footer = thriftStruct([
      [1, { i32: 1 }],
      [2, { list: [root(this.fields), ...this.fields.map(schemaOf)] }],
      [3, { i64: this.#rows }],
      [4, { list: this.#groups }],
      [6, { text: 'strata' }],
    ]);
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, footer.length, true);
    try {
      await this.file.write(Buffer.concat([footer, new Uint8Array(length.buffer), MAGIC]));
      await this.file.sync();
    } finally {
      await this.file.close();
    }
  }

  /** Gives the file up. */
  async abandon(): Promise<void> {
    await this.file.close();
  }

  #group(rows: number, chunks: readonly EncodedChunk[]): ThriftValue {
    let at = this.#size;
    const columns = this.fields.map(({ name, type }, index): ThriftValue => {
      const { dictionary = 0, size = 0 } = chunks[index] ?? {};
      const metadata: ThriftField[] = [
        [1, { i32: TYPES[type] }],
        [2, { list: ENCODINGS.map((i32) => ({ i32 })) }],
        [3, { list: [{ text: name }] }],
        [4, { i32: UNCOMPRESSED }],
        [5, { i64: rows }],
        [6, { i64: size }],
        [7, { i64: size }],
        [9, { i64: at + dictionary }],
        ...(dictionary === 0 ? [] : [[11, { i64: at }] as const]),
      ];
      const chunk: ThriftValue = {
        struct: [
          [2, { i64: at }],
          [3, { struct: metadata }],
        ],
      };
      at += size;
      return chunk;
    });
    return {
      struct: [
        [1, { list: columns }],
        [2, { i64: at - this.#size }],
        [3, { i64: rows }],
      ],
    };
  }
}

function root(fields: readonly ParquetField[]): ThriftValue {
  return {
    struct: [
      [4, { text: 'schema' }],
      [5, { i32: fields.length }],
    ],
  };
}

function schemaOf({ name, type }: ParquetField): ThriftValue {
  return {
    struct: [
      [1, { i32: TYPES[type] }],
      [3, { i32: OPTIONAL }],
      [4, { text: name }],
      ...(type === 'text' ? [[6, { i32: UTF8 }] as const] : []),
    ],
  };
}
