import { type FeatureColumn, type RawFrame, StrataError } from '#sdk';
import { readBoolean } from '#strata/kernel/forms';

/** A feature as the model knows it. Categories are those of the training part; all others count as unseen. */
export type FeatureSpec =
  /** `log`: whether it is encoded as log(1 + x), where it is never negative; as its tail tells, where absent. */
  | { readonly name: string; readonly type: 'number'; readonly log?: boolean }
  | { readonly name: string; readonly type: 'category'; readonly categories: readonly string[] };

/**
 * A frame of the model's features from records of facts. Numbers: numbers, booleans as 0 and 1, dates and ISO dates as
 * milliseconds since 1970, decimal text, yes and no as 1 and 0; everything else is missing (NaN). Categories: text, booleans and numbers by
 * their text; missing or unseen ones are −1.
 */
export function frameOf(
  features: readonly FeatureSpec[],
  records: readonly Readonly<Record<string, unknown>>[],
): RawFrame {
  const columns = features.map((feature): FeatureColumn => {
    const { name } = feature;
    if (feature.type === 'number') {
      const values = new Float64Array(records.length);
      for (let row = 0; row < values.length; row++) values[row] = toNumber(records[row]?.[name]);
      return { name, type: 'number', values };
    }
    const index = categoryIndex(feature.categories);
    const codes = new Int32Array(records.length);
    for (let row = 0; row < codes.length; row++) codes[row] = index.get(toCategory(records[row]?.[name])) ?? -1;
    return { name, type: 'category', codes, categories: feature.categories };
  });
  return { kind: 'raw', rows: records.length, columns };
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}/;

function toNumber(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : NaN;
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.getTime();
  if (typeof value !== 'string' || value.trim() === '') return NaN;
  const parsed = ISO_DATE.test(value) ? Date.parse(value) : Number(value);
  return Number.isFinite(parsed) ? parsed : (readBoolean(value) ?? NaN);
}

function toCategory(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The features of a training set. Categories are those that occur, in order of their names. */
export function featuresOf(columns: readonly FeatureColumn[]): readonly FeatureSpec[] {
  return columns.map((column): FeatureSpec => {
    if (column.type === 'number') return { name: column.name, type: 'number' };
    const seen = new Set<string>();
    for (const code of column.codes) {
      const category = column.categories[code];
      if (category !== undefined) seen.add(category);
    }
    return { name: column.name, type: 'category', categories: [...seen].sort() };
  });
}

/**
 * The features' values of a frame, rows × features, row-major: numbers as they are (NaN is missing), categories as their
 * position in the feature's list (−1 is missing or unseen). Other columns are left out. Throws `BAD_COLUMN`.
 */
export function packFrame(features: readonly FeatureSpec[], frame: RawFrame): Float64Array<ArrayBuffer> {
  const width = features.length;
  const packed = new Float64Array(frame.rows * width);
  features.forEach((feature, position) => {
    const column = columnOf(frame.columns, feature, position);
    if (lengthOf(column) !== frame.rows) throw wrongLength(column, frame.rows);
    if (column.type === 'number') {
      for (let row = 0, at = position; row < frame.rows; row++, at += width) {
        const value = column.values[row] ?? NaN;
        packed[at] = Number.isFinite(value) ? value : NaN;
      }
      return;
    }
    const translate = feature.type === 'category' ? translation(column.categories, feature.categories) : null;
    for (let row = 0, at = position; row < frame.rows; row++, at += width) {
      const code = column.codes[row] ?? -1;
      packed[at] = translate === null || code < 0 ? code : (translate[code] ?? -1);
    }
  });
  return packed;
}

/**
 * A frame with exactly the model's features, in their order, of the rows [start, end) of other columns: numbers as they are (those that
 * are not finite as NaN), categories by the feature's own dictionary. Nothing is copied that need not be.
 * Throws `BAD_COLUMN`.
 */
export function alignFrame(
  features: readonly FeatureSpec[],
  given: readonly FeatureColumn[],
  start: number,
  end: number,
): RawFrame {
  const columns = features.map((feature, position): FeatureColumn => {
    const column = columnOf(given, feature, position);
    if (lengthOf(column) < end) throw wrongLength(column, end);
    const { name } = feature;
    if (column.type === 'number') {
      return Object.freeze({ name, type: 'number', values: finiteOrMissing(column.values.subarray(start, end)) });
    }
    const categories = feature.type === 'category' ? feature.categories : column.categories;
    const codes = column.codes.subarray(start, end);
    const translate = translation(column.categories, categories);
    return Object.freeze({
      name,
      type: 'category',
      codes: translate === null ? codes : translated(codes, translate),
      categories,
    });
  });
  return Object.freeze({ kind: 'raw', rows: end - start, columns: Object.freeze(columns) });
}

function finiteOrMissing(values: Float64Array): Float64Array {
  for (let row = 0; row < values.length; row++) {
    if (isInfinite(values[row] ?? NaN)) return values.map((value) => (isInfinite(value) ? NaN : value));
  }
  return values;
}

function isInfinite(value: number): boolean {
  return value === Infinity || value === -Infinity;
}

function translated(codes: Int32Array, translate: Int32Array): Int32Array {
  const own = new Int32Array(codes.length);
  for (let row = 0; row < own.length; row++) own[row] = translate[codes[row] ?? -1] ?? -1;
  return own;
}

function columnOf(columns: readonly FeatureColumn[], feature: FeatureSpec, position: number): FeatureColumn {
  const inPlace = columns[position];
  const column = inPlace?.name === feature.name ? inPlace : columns.find(({ name }) => name === feature.name);
  if (column === undefined) {
    throw new StrataError('BAD_COLUMN', `The model needs the column "${feature.name}".`);
  }
  if (column.type !== feature.type) {
    throw new StrataError('BAD_COLUMN', `The model takes "${feature.name}" as ${feature.type}, not as ${column.type}.`);
  }
  return column;
}

function lengthOf(column: FeatureColumn): number {
  return column.type === 'number' ? column.values.length : column.codes.length;
}

function wrongLength(column: FeatureColumn, rows: number): StrataError {
  return new StrataError('BAD_COLUMN', `The column "${column.name}" has ${lengthOf(column)} rows instead of ${rows}.`);
}

const translations = new WeakMap<readonly string[], WeakMap<readonly string[], Int32Array>>();

/** Codes of one dictionary as codes of another, by name; null where both are the same. Built once a pair. */
function translation(from: readonly string[], to: readonly string[]): Int32Array | null {
  if (from === to) return null;
  const known = translations.get(from) ?? new WeakMap<readonly string[], Int32Array>();
  translations.set(from, known);
  const existing = known.get(to);
  if (existing !== undefined) return existing;
  const index = categoryIndex(to);
  const built = Int32Array.from(from, (category) => index.get(category) ?? -1);
  known.set(to, built);
  return built;
}

/** The inverse of {@link packFrame}: typed columns with the features' own categories. */
export function unpackFrame(features: readonly FeatureSpec[], packed: Float64Array, rows: number): RawFrame {
  const width = features.length;
  const columns = features.map((feature, position): FeatureColumn => {
    const { name } = feature;
    if (feature.type === 'number') {
      const values = new Float64Array(rows);
      for (let row = 0; row < rows; row++) values[row] = packed[row * width + position] ?? NaN;
      return Object.freeze({ name, type: 'number', values });
    }
    const codes = new Int32Array(rows);
    for (let row = 0; row < rows; row++) codes[row] = packed[row * width + position] ?? -1;
    return Object.freeze({ name, type: 'category', codes, categories: feature.categories });
  });
  return Object.freeze({ kind: 'raw', rows, columns: Object.freeze(columns) });
}

const indexes = new WeakMap<readonly string[], ReadonlyMap<string | undefined, number>>();

function categoryIndex(categories: readonly string[]): ReadonlyMap<string | undefined, number> {
  const known = indexes.get(categories);
  if (known !== undefined) return known;
  const index = new Map(categories.map((category, code) => [category, code]));
  indexes.set(categories, index);
  return index;
}
