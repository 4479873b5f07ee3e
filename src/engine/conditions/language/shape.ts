import { type ConditionValue, type FactValue } from '../../index.js';

/** An object of a document, before anything is known of its keys. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** "a, b and c". */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Whether a leaf is compared with another fact. */
export function isFactValue(value: ConditionValue): value is FactValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
