import { type FeatureColumn, type RawFrame } from '../sdk/index.js';
import { type FeatureSpec } from './contracts.js';

/**
 * A frame of the model's features from records of facts. Numbers: numbers, booleans as 0 and 1, dates and ISO dates as
 * milliseconds since 1970, decimal text; everything else is missing (NaN). Categories: text, booleans and numbers by
 * their text; missing or unseen ones are −1.
 */
export function frameOf(
  features: readonly FeatureSpec[],
  records: readonly Readonly<Record<string, unknown>>[],
): RawFrame {
  const columns = features.map((feature): FeatureColumn => {
    const { name } = feature;
    if (feature.type === 'number') {
      return { name, type: 'number', values: Float64Array.from(records, (record) => toNumber(record[name])) };
    }
    const index = categoryIndex(feature.categories);
    const codes = Int32Array.from(records, (record) => index.get(toCategory(record[name])) ?? -1);
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
  return Number.isFinite(parsed) ? parsed : NaN;
}

function toCategory(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const indexes = new WeakMap<readonly string[], ReadonlyMap<string | undefined, number>>();

/** The position of each category, built once a list. */
export function categoryIndex(categories: readonly string[]): ReadonlyMap<string | undefined, number> {
  const known = indexes.get(categories);
  if (known !== undefined) return known;
  const index = new Map(categories.map((category, code) => [category, code]));
  indexes.set(categories, index);
  return index;
}
