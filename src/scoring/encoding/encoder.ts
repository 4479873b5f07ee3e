import { type EncodedFrame } from '#sdk';
import { type FeatureSpec } from './features.js';

/** How one feature becomes dense columns, fitted on the training part. */
type FeatureEncoding = NumberEncoding | CategoryEncoding;

interface NumberEncoding {
  readonly type: 'number';
  /** True for non-negative numbers with a heavy tail, or where it was asked for: encoded as log(1 + x). */
  readonly log: boolean;
  /** Of the (logged) training values; a missing value becomes the mean, that is 0. */
  readonly mean: number;
  readonly deviation: number;
  /** True where training values were missing: one more column marks them. */
  readonly missing: boolean;
}

interface CategoryEncoding {
  readonly type: 'category';
  /** The column of each category, relative to the feature's first; rare ones share one. */
  readonly slots: readonly number[];
  readonly width: number;
  /** The column of missing and unseen values; −1 where training had none such: they are all zero. */
  readonly elsewhere: number;
}

/** A fitted encoding: plain data, stored with the model. */
export interface Encoding {
  readonly columns: readonly string[];
  /** Position of the feature that each column belongs to. */
  readonly owners: readonly number[];
  readonly features: readonly FeatureEncoding[];
}

/** A category with fewer training rows than this shares a column with the other rare ones. */
const RARE_ROWS = 10;
/** At most so many categories of a feature get a column of their own, the most frequent ones. */
const MOST_CATEGORIES = 100;
/** Numbers more skewed than this, and never negative, are logged. */
const HEAVY_TAIL = 2;
/** Standardised values are cut here, so that a wild value at serving time cannot drown all others. */
const CUT = 10;

/** Numbers are kept inside this bound, so that sums of their cubes stay finite. */
const BOUND = 1e90;

/** Fits the encoding on packed training rows (`packFrame`). The same rows give the same encoding. */
export function fitEncoding(features: readonly FeatureSpec[], packed: Float64Array, rows: number): Encoding {
  const columns: string[] = [];
  const owners: number[] = [];
  const encodings = features.map((feature, position) => {
    const values = columnOf(packed, rows, features.length, position);
    const { encoding, names } = feature.type === 'number' ? fitNumber(feature, values) : fitCategory(feature, values);
    columns.push(...names);
    owners.push(...names.map(() => position));
    return encoding;
  });
  return { columns, owners, features: encodings };
}

interface Fitted {
  readonly encoding: FeatureEncoding;
  readonly names: readonly string[];
}

function columnOf(packed: Float64Array, rows: number, width: number, position: number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = packed[row * width + position] ?? NaN;
  return values;
}

function fitNumber({ name, log: isLogged }: FeatureSpec & { readonly type: 'number' }, values: Float64Array): Fitted {
  const present = values.filter((value) => !Number.isNaN(value)).map(bounded);
  const plain = moments(present);
  const log = plain.least >= 0 && (isLogged ?? plain.skewness > HEAVY_TAIL);
  const { mean, deviation } = log ? moments(present.map(Math.log1p)) : plain;
  const missing = present.length < values.length;
  return {
    encoding: { type: 'number', log, mean, deviation: deviation > 0 ? deviation : 1, missing },
    names: missing ? [name, `${name} is missing`] : [name],
  };
}

function bounded(value: number): number {
  return Math.min(BOUND, Math.max(-BOUND, value));
}

function moments(values: Float64Array): { mean: number; deviation: number; skewness: number; least: number } {
  if (values.length === 0) return { mean: 0, deviation: 0, skewness: 0, least: 0 };
  let sum = 0;
  let least = Infinity;
  for (const value of values) {
    sum += value;
    least = Math.min(least, value);
  }
  const mean = sum / values.length;
  let second = 0;
  let third = 0;
  for (const value of values) {
    second += (value - mean) ** 2;
    third += (value - mean) ** 3;
  }
  const deviation = Math.sqrt(second / values.length);
  return { mean, deviation, skewness: deviation > 0 ? third / values.length / deviation ** 3 : 0, least };
}

function fitCategory(feature: FeatureSpec & { readonly type: 'category' }, codes: Float64Array): Fitted {
  const counts = new Array<number>(feature.categories.length).fill(0);
  let elsewhereRows = 0;
  for (const code of codes) {
    if (code < 0) elsewhereRows++;
    else counts[code] = (counts[code] ?? 0) + 1;
  }
  const own = new Set(
    counts
      .map((count, code) => ({ count, code }))
      .filter(({ count }) => count >= RARE_ROWS)
      .sort((a, b) => b.count - a.count || a.code - b.code)
      .slice(0, MOST_CATEGORIES)
      .map(({ code }) => code),
  );
  const names = feature.categories.filter((_, code) => own.has(code)).map((category) => `${feature.name}=${category}`);
  const rare = own.size < counts.length ? names.push(`${feature.name} is rare`) - 1 : -1;
  const elsewhere = elsewhereRows > 0 ? names.push(`${feature.name} is missing`) - 1 : rare;
  let next = 0;
  const slots = counts.map((_, code) => (own.has(code) ? next++ : rare));
  return { encoding: { type: 'category', slots, width: names.length, elsewhere }, names };
}

/** Encodes packed rows into a dense frame. Every value is finite. */
export function encode(encoding: Encoding, packed: Float64Array, rows: number): EncodedFrame {
  const width = encoding.features.length;
  return encodeFrom(encoding, rows, (position) => ({ values: packed, start: position, step: width }));
}

/** The same of one column a feature, in their order: numbers, and codes of the features' own categories. */
export function encodeColumns(
  encoding: Encoding,
  columns: readonly (Float64Array | Int32Array)[],
  rows: number,
): EncodedFrame {
  const none = new Float64Array();
  return encodeFrom(encoding, rows, (position) => ({ values: columns[position] ?? none, start: 0, step: 1 }));
}

/** Where the values of a feature stand. */
interface Strided {
  readonly values: Float64Array | Int32Array;
  readonly start: number;
  readonly step: number;
}

function encodeFrom(
  { columns, features }: Encoding,
  rows: number,
  valuesOf: (position: number) => Strided,
): EncodedFrame {
  const width = columns.length;
  const encoded = new Float32Array(rows * width);
  let column = 0;
  features.forEach((feature, position) => {
    const place = { rows, width, column };
    if (feature.type === 'category') putCategory(feature, valuesOf(position), encoded, place);
    else putNumber(feature, valuesOf(position), encoded, place);
    column += feature.type === 'category' ? feature.width : feature.missing ? 2 : 1;
  });
  return Object.freeze({ kind: 'encoded', rows, columns, values: encoded });
}

/** Where the columns of a feature begin in a dense frame. */
interface Place {
  readonly rows: number;
  readonly width: number;
  readonly column: number;
}

function putCategory(
  { slots, elsewhere }: CategoryEncoding,
  { values, start, step }: Strided,
  encoded: Float32Array,
  { rows, width, column }: Place,
): void {
  for (let row = 0, from = start, at = column; row < rows; row++, from += step, at += width) {
    const slot = slots[values[from] ?? -1] ?? elsewhere;
    if (slot >= 0) encoded[at + slot] = 1;
  }
}

/** Numbers that are not finite are missing. */
function putNumber(
  { log, mean, deviation, missing }: NumberEncoding,
  { values, start, step }: Strided,
  encoded: Float32Array,
  { rows, width, column }: Place,
): void {
  for (let row = 0, from = start, at = column; row < rows; row++, from += step, at += width) {
    const value = values[from] ?? NaN;
    if (Number.isFinite(value)) {
      const inside = bounded(value);
      const scaled = ((log ? Math.log1p(Math.max(0, inside)) : inside) - mean) / deviation;
      encoded[at] = Math.min(CUT, Math.max(-CUT, scaled));
    } else if (missing) encoded[at + 1] = 1;
  }
}
