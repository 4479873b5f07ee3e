import { createHash, type Hash } from 'node:crypto';
import { type Examples } from './examples.js';

/**
 * `sha256:…` of examples: features by name with all their values, label, treatment, moments and persons, in the order of
 * the rows. The same examples have the same fingerprint, wherever they were read.
 */
export function hashExamples(examples: Examples): string {
  const { rows, features, label, treatment, times } = examples;
  const hash = createHash('sha256').update(`${String(rows)}\n`);
  for (const column of features) {
    hash.update(`${JSON.stringify([column.name, column.type])}\n`);
    if (column.type === 'number') addNumbers(hash, column.values);
    else for (let row = 0; row < rows; row++) addText(hash, column.categories[column.codes[row] ?? -1]);
  }
  addNumbers(hash.update('label\n'), label);
  if (treatment !== undefined) hash.update('treatment\n').update(treatment);
  if (times !== undefined) addNumbers(hash.update('times\n'), times);
  hash.update('persons\n');
  for (let row = 0; row < rows; row++) addText(hash, examples.keyOf(row));
  return `sha256:${hash.digest('hex')}`;
}

function addText(hash: Hash, text: string | undefined): void {
  hash.update(text === undefined ? '\n' : `${JSON.stringify(text)}\n`);
}

/** All kinds of NaN are one missing value. */
function addNumbers(hash: Hash, values: Float64Array): void {
  const own = values.map((value) => (Number.isNaN(value) ? Number.NaN : value + 0));
  hash.update(new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
}
