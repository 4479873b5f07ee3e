import { type DuckDBVector } from '@duckdb/node-api';
import { PackedTexts } from '#strata/kernel/texts';

/** How DuckDB keeps a text: 16 bytes with its length, and then itself where it is short, else where it stands. */
const ENTRY = 16;
const LONGEST_INSIDE = 12;
const TEXT = 4;
const POINTER = 8;

/** Bytes that stand in memory where a pointer points, which is kept at a place of an array. */
type ReadBytes = (pointers: ArrayBuffer, place: number, bytes: number) => Uint8Array;

/**
 * Collects ids as bytes. The binding shows texts one by one, with a call for each that is not short; but they stand one
 * after the other in memory, where many are fetched by one call.
 */
export class IdCollector {
  #bytes = new Uint8Array(0);
  #starts = new Uint32Array(1);
  #rows = 0;

  private constructor(private readonly readBytes: ReadBytes) {}

  static async create(): Promise<IdCollector> {
    const { default: duckDb } = await import('@duckdb/node-bindings');
    return new IdCollector(duckDb.get_data_from_pointer);
  }

  /** @param rows that follow at most */
  reserve(rows: number): void {
    if (rows >= this.#starts.length) this.#starts = new Uint32Array(rows + 1);
    this.#rows = 0;
  }

  /** None of the ids is NULL. */
  append(vector: DuckDBVector, rows: number): void {
    const entries = entriesOf(vector);
    if (entries === null) this.#appendTexts(vector, rows);
    else this.#appendEntries(entries, rows);
  }

  /** The ids that were collected; the next ones may overwrite them. */
  take(): PackedTexts {
    const starts = this.#starts.subarray(0, this.#rows + 1);
    return new PackedTexts(this.#bytes.subarray(0, starts[this.#rows] ?? 0), starts);
  }

  #appendTexts(vector: DuckDBVector, rows: number): void {
    for (let row = 0; row < rows; row++) {
      const text = Buffer.from(String(vector.getItem(row)));
      const start = this.#room(text.length);
      this.#bytes.set(text, start);
    }
  }

  #appendEntries(entries: DataView, rows: number): void {
    const first = this.#rows;
    let run = { row: 0, from: 0, to: 0 };
    for (let row = 0; row < rows; row++) {
      const entry = ENTRY * row;
      const length = entries.getUint32(entry, true);
      const start = this.#room(length);
      if (length <= LONGEST_INSIDE) {
        for (let i = 0; i < length; i++) this.#bytes[start + i] = entries.getUint8(entry + TEXT + i);
        continue;
      }
      const from = entries.getUint32(entry + POINTER, true) + entries.getUint32(entry + POINTER + 4, true) * 2 ** 32;
      if (from !== run.to) {
        this.#copyRun(entries, run, { first, end: row });
        run = { row, from, to: from };
      }
      run.to += length;
    }
    this.#copyRun(entries, run, { first, end: rows });
  }

  /** Copies texts that stand one after the other in memory: those that are not short from the run's row on. */
  #copyRun(
    entries: DataView,
    { row: begin, from, to }: { readonly row: number; readonly from: number; readonly to: number },
    { first, end }: { readonly first: number; readonly end: number },
  ): void {
    if (to === from) return;
    const pointer = entries.byteOffset + ENTRY * begin + POINTER;
    const texts = this.readBytes(entries.buffer as ArrayBuffer, pointer, to - from);
    for (let row = begin, at = 0; row < end; row++) {
      const start = this.#starts[first + row] ?? 0;
      const length = (this.#starts[first + row + 1] ?? 0) - start;
      if (length <= LONGEST_INSIDE) continue;
      for (let i = 0; i < length; i++) this.#bytes[start + i] = texts[at + i] ?? 0;
      at += length;
    }
  }

  /** Makes room for the next text. Returns where it begins. */
  #room(length: number): number {
    const start = this.#starts[this.#rows] ?? 0;
    this.#rows += 1;
    this.#starts[this.#rows] = start + length;
    if (start + length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, start + length, this.#starts.length * ENTRY));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return start;
  }
}

/** The binding has the entries in memory, and shows texts only. */
function entriesOf(vector: DuckDBVector): DataView | null {
  const view: unknown = Reflect.get(vector, 'dataView');
  return view instanceof DataView ? view : null;
}
