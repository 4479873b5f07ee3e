import { type Column, type DataType, Type } from '@uwdata/flechette';
import { StrataError } from '#sdk';

/** What the values of a column are read as. */
export type ArrowKind = 'number' | 'boolean' | 'date' | 'string' | 'list';

/** The values of many rows, as conditions and models read them. */
export type ValueColumn =
  /** Booleans are 0 and 1, dates milliseconds since 1970 (UTC); NaN: no value. */
  | { readonly kind: 'number' | 'boolean' | 'date'; readonly values: Float64Array }
  /** Texts, each an index into `categories`; −1: no value. */
  | { readonly kind: 'category'; readonly codes: Int32Array; readonly categories: readonly string[] }
  /** Lists, each an index into `lists`; −1: no value. */
  | { readonly kind: 'list'; readonly codes: Int32Array; readonly lists: readonly (readonly unknown[])[] };

/**
 * The values of an Arrow column as a kind: numbers from integers, floats, decimals and booleans, what is not finite having no
 * value; booleans also from integers, where all but 0 is true; dates from moments, days and texts (days and texts stay texts:
 * `2026-11-29` is a whole day, not its midnight); texts from strings, numbers and booleans; lists of any of these.
 *
 * @throws StrataError BAD_COLUMN where the type cannot be read so
 */
export function valueColumn(name: string, column: Column<unknown>, kind: ArrowKind): ValueColumn {
  const type = valueType(column.type);
  const isRead = READ_AS[kind].includes(type.typeId);
  if (!isRead) throw unreadable(name, column.type, kind);
  if (kind === 'list') return listColumn(column);
  if (kind === 'string') return textColumn(column, textOf);
  if (kind === 'date' && type.typeId === Type.Date) return textColumn(column, dayOf);
  if (kind === 'date' && type.typeId !== Type.Timestamp) return textColumn(column, textOf);
  return numberColumn(column, kind);
}

/** The values of a column as texts: null where a row has none. Throws as {@link valueColumn} does. */
export function texts(name: string, column: Column<unknown>): readonly (string | null)[] {
  if (!READ_AS.string.includes(valueType(column.type).typeId)) throw unreadable(name, column.type, 'string');
  return Array.from(column, (value) => (isMissing(value) ? null : textOf(value)));
}

/** The values of a column of bytes. Throws as {@link valueColumn} does. */
export function binaries(name: string, column: Column<unknown>): readonly Uint8Array[] {
  const cells = Array.from(column);
  if (cells.every((cell) => cell instanceof Uint8Array)) return cells;
  const is = typeWords(column.type);
  throw new StrataError('BAD_COLUMN', `The column "${name}" is ${is} and has cells that are no bytes.`);
}

/** A type in words: `Utf8`, `List`, … */
export function typeWords(type: DataType): string {
  const own = valueType(type);
  const name = Object.entries(Type).find(([, id]) => id === own.typeId)?.[0] ?? 'unknown';
  return own === type ? name : `Dictionary of ${name}`;
}

const TEXTS: readonly number[] = [Type.Utf8, Type.LargeUtf8, Type.Utf8View];
const READ_AS: Readonly<Record<ArrowKind, readonly number[]>> = {
  number: [Type.Int, Type.Float, Type.Decimal, Type.Bool, Type.Null],
  boolean: [Type.Bool, Type.Int, Type.Null],
  date: [Type.Timestamp, Type.Date, Type.Null, ...TEXTS],
  string: [Type.Int, Type.Float, Type.Bool, Type.Null, ...TEXTS],
  list: [Type.List, Type.LargeList, Type.Null],
};

/** The type of the values, also where a dictionary holds them. */
function valueType(type: DataType): DataType {
  return 'dictionary' in type ? type.dictionary : type;
}

function numberColumn(column: Column<unknown>, kind: 'number' | 'boolean' | 'date'): ValueColumn {
  const values = new Float64Array(column.length);
  let row = 0;
  for (const value of column) {
    const number = value === null ? Number.NaN : Number(value);
    const isKnown = Number.isFinite(number);
    values[row++] = isKnown ? (kind === 'boolean' ? Number(number !== 0) : number) : Number.NaN;
  }
  return { kind, values };
}

function textColumn(column: Column<unknown>, read: (value: unknown) => string): ValueColumn {
  const { codes, entries } = dictionary(column, (value) => (isMissing(value) ? undefined : read(value)));
  return { kind: 'category', codes, categories: entries };
}

function listColumn(column: Column<unknown>): ValueColumn {
  const { codes, entries } = dictionary(column, (value) =>
    isMissing(value) ? undefined : Object.freeze(Array.from(value as Iterable<unknown>)),
  );
  return { kind: 'list', codes, lists: entries };
}

function dictionary<T>(column: Column<unknown>, read: (value: unknown) => T | undefined) {
  const known = new Map<T, number>();
  const codes = new Int32Array(column.length);
  let row = 0;
  for (const value of column) {
    const own = read(value);
    const code = own === undefined ? -1 : (known.get(own) ?? known.size);
    if (own !== undefined) known.set(own, code);
    codes[row++] = code;
  }
  return { codes, entries: [...known.keys()] };
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined;
}

function textOf(value: unknown): string {
  return String(value);
}

function dayOf(value: unknown): string {
  return new Date(Number(value)).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

function unreadable(name: string, type: DataType, kind: ArrowKind): StrataError {
  const [is, expected] = [typeWords(type), WORDS[kind]];
  return new StrataError('BAD_COLUMN', `The column "${name}" is ${is}, which is not read as ${expected}.`, {
    problems: [{ message: `the column "${name}" is ${is}`, expected }],
  });
}

const WORDS: Readonly<Record<ArrowKind, string>> = {
  number: 'a number (Int, Float, Decimal, Bool)',
  boolean: 'true and false (Bool, Int)',
  date: 'a date (Timestamp, Date, or ISO 8601 text)',
  string: 'a text (Utf8, Int, Float, Bool)',
  list: 'a list (List)',
};
