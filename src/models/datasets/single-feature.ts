import { type FeatureColumn, seededRandom } from '../../sdk/index.js';
import { aucInterval, type Estimate } from '../../statistics/index.js';

const FOLDS = 5;
/** A category's mean is drawn towards the mean of all by as many rows. */
const CAUTION = 5;

/** 0 and 1 as they are; values become 1 above their median, 0 else. */
export function twoClasses(label: Float64Array): Float64Array {
  if (label.every((value) => value === 0 || value === 1)) return label;
  const median = label.toSorted()[Math.floor(label.length / 2)] ?? 0;
  return label.map((value) => Number(value > median));
}

/**
 * How well a feature alone tells a label of 0 and 1: its AUC, 0.5 to 1. Numbers by their order, in whichever direction
 * tells more, with the missing ones at that end that tells more; categories by the mean of the label out of fold, so that
 * a category of few rows does not know its own label. DeLong's interval; NaN where the label is of one class.
 */
export function aloneAuc(column: FeatureColumn, label: Float64Array, seed: number): Estimate {
  if (column.type === 'category') return aucInterval(outOfFoldMeans(column.codes, label, seed), label);
  const { values } = column;
  const ends = values.some(Number.isNaN) ? [-Number.MAX_VALUE, Number.MAX_VALUE] : [0];
  return ends
    .map((end) =>
      aucInterval(
        values.map((value) => (Number.isNaN(value) ? end : value)),
        label,
      ),
    )
    .map((auc) => (auc.value < 0.5 ? mirrored(auc) : auc))
    .reduce((best, auc) => (auc.value > best.value ? auc : best));
}

/** The AUC of the opposite order. */
function mirrored({ value, lower, upper, level }: Estimate): Estimate {
  return { value: 1 - value, lower: 1 - upper, upper: 1 - lower, level };
}

function outOfFoldMeans(codes: Int32Array, label: Float64Array, seed: number): Float64Array {
  const random = seededRandom(seed);
  const folds = Uint8Array.from(codes, () => random.integer(FOLDS));
  const mean = label.reduce((sum, value) => sum + value, 0) / label.length;
  const most = codes.reduce((max, code) => Math.max(max, code), -1);
  const cells = (most + 2) * FOLDS;
  const rows = new Float64Array(cells);
  const sums = new Float64Array(cells);
  codes.forEach((code, row) => {
    const cell = (code + 1) * FOLDS + (folds[row] ?? 0);
    rows[cell] = (rows[cell] ?? 0) + 1;
    sums[cell] = (sums[cell] ?? 0) + (label[row] ?? 0);
  });
  const allOf = (values: Float64Array, code: number) =>
    values.subarray((code + 1) * FOLDS, (code + 2) * FOLDS).reduce((sum, value) => sum + value, 0);
  return Float64Array.from(codes, (code, row) => {
    const cell = (code + 1) * FOLDS + (folds[row] ?? 0);
    const sum = allOf(sums, code) - (sums[cell] ?? 0);
    return (sum + CAUTION * mean) / (allOf(rows, code) - (rows[cell] ?? 0) + CAUTION);
  });
}

/** Whether each row has no value. */
export function isMissing(column: FeatureColumn, row: number): boolean {
  return column.type === 'number' ? Number.isNaN(column.values[row]) : (column.codes[row] ?? -1) < 0;
}

/** Different values, the missing one left out. */
export function distinctValues(column: FeatureColumn): number {
  if (column.type === 'category') return new Set(column.codes.filter((code) => code >= 0)).size;
  return new Set(column.values.filter((value) => !Number.isNaN(value))).size;
}
