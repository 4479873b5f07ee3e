import { fixedWords } from '#strata/kernel';
import { type FeatureColumn } from '#sdk';
import { type LeakageSign } from '../examples/dataset-report.js';
import { isMissing } from './single-feature.js';

/** Columns are compared where at least this share of their rows is blank, and at least this share is not. */
const TOGETHER = 0.05;

/** Columns that are blank in exactly the same rows, by name, unless a value of another column tells which rows. */
export function filledTogether(
  asked: readonly FeatureColumn[],
  all: readonly FeatureColumn[],
): ReadonlyMap<string, LeakageSign> {
  const groups = new Map<string, FeatureColumn[]>();
  for (const column of asked) {
    const key = maskOf(column);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), column]);
  }
  const found = new Map<string, LeakageSign>();
  for (const group of groups.values()) {
    const [first] = group;
    if (
      first === undefined ||
      group.length < 2 ||
      isExplained(
        first,
        all.filter((other) => !group.includes(other)),
      )
    ) {
      continue;
    }
    const value = blankShare(first);
    for (const { name } of group) {
      const names = group.filter((other) => other.name !== name).map((other) => `“${other.name}”`);
      const words = `it is blank in exactly the same ${fixedWords(100 * value, 1)} % of the rows as ${names.join(', ')}: which step filled them in, and when?`;
      found.set(name, { kind: 'filled in together', value, limit: TOGETHER, words });
    }
  }
  return found;
}

function rowsOf(column: FeatureColumn): number {
  return column.type === 'number' ? column.values.length : column.codes.length;
}

function blankShare(column: FeatureColumn): number {
  const rows = rowsOf(column);
  let blank = 0;
  for (let row = 0; row < rows; row++) blank += Number(isMissing(column, row));
  return blank / rows;
}

/** The same text for the same blank rows; null where so few or so many are blank that it says nothing. */
function maskOf(column: FeatureColumn): string | null {
  const share = blankShare(column);
  if (share < TOGETHER || share > 1 - TOGETHER) return null;
  const bits = new Uint8Array(Math.ceil(rowsOf(column) / 8));
  for (let row = 0; row < rowsOf(column); row++) {
    if (isMissing(column, row)) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return Buffer.from(bits).toString('base64');
}

/** Whether the column is blank exactly where another one has a certain value: no orders, no days since the last one. */
function isExplained(column: FeatureColumn, others: readonly FeatureColumn[]): boolean {
  const rows = Uint32Array.from({ length: rowsOf(column) }, (_, row) => row);
  const blank = rows.find((row) => isMissing(column, row)) ?? 0;
  return others.some((other) => {
    const values = other.type === 'number' ? other.values : other.codes;
    const value = values[blank];
    return !isMissing(other, blank) && rows.every((row) => isMissing(column, row) === (values[row] === value));
  });
}
