import {
  binary,
  bool,
  columnFromArray,
  type DataType,
  float64,
  int64,
  tableFromColumns,
  tableToIPC,
  utf8,
} from '@uwdata/flechette';

/** What a column that is written holds; null where a row has no value. */
type WrittenType = 'text' | 'number' | 'integer' | 'boolean' | 'bytes';

/** The columns of Arrow data that is written, in order. */
export type WrittenFields = ReadonlyMap<string, WrittenType>;

/** A cell: NaN is written as null. */
export type WrittenCell = string | number | boolean | Uint8Array | null;

/** Makes the bytes of an Arrow stream (IPC, not compressed), a batch at a time. */
export class ArrowWriter {
  #isOpen = false;

  constructor(readonly fields: WrittenFields) {}

  /** The bytes of some rows; the first also hold the schema. Every field needs its column. */
  batch(columns: ReadonlyMap<string, readonly WrittenCell[]>): Uint8Array {
    const bytes = this.#stream((name) => columns.get(name) ?? []);
    const start = this.#isOpen ? firstMessageBytes(bytes) : 0;
    this.#isOpen = true;
    return bytes.subarray(start, -END_BYTES);
  }

  /** The bytes that end the stream; of a stream without rows all of it. */
  end(): Uint8Array {
    const bytes = this.#stream(() => []);
    return this.#isOpen ? bytes.subarray(-END_BYTES) : bytes;
  }

  #stream(columnOf: (name: string) => readonly WrittenCell[]): Uint8Array {
    const columns = [...this.fields].map(([name, type]) => {
      const cells = columnOf(name).map((cell) => (typeof cell === 'number' && Number.isNaN(cell) ? null : cell));
      return [name, columnFromArray(cells, TYPES[type]())] as [string, ReturnType<typeof columnFromArray>];
    });
    const bytes = tableToIPC(tableFromColumns(columns), { format: 'stream' });
    if (bytes === null) throw new Error('an Arrow stream was not written to memory');
    return bytes;
  }
}

const TYPES: Readonly<Record<WrittenType, () => DataType>> = {
  text: utf8,
  number: float64,
  integer: int64,
  boolean: bool,
  bytes: binary,
};

/** The end mark: a continuation and a length of 0. */
const END_BYTES = 8;

/** A schema has no body: its message ends with its head. */
function firstMessageBytes(bytes: Uint8Array): number {
  return 8 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
}
