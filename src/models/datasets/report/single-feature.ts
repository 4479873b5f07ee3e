import { type FeatureColumn, seededRandom } from '#sdk';
import { aucInterval } from '#strata/statistics/prediction';
import { type Estimate, rankCorrelation } from '#strata/statistics';

const FOLDS = 5;
/** Fewer rows are ordered like others by chance. */
const LEAST_KNOWN = 20;
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
 *
 * @param people for each row the number of its person, from 0, where people have several rows: all of them are in one fold,
 *   and the interval counts people
 */
export function aloneAuc(column: FeatureColumn, label: Float64Array, seed: number, people?: Uint32Array): Estimate {
  if (column.type === 'category') {
    return aucInterval(outOfFoldMeans(column.codes, label, seed, people), label, people);
  }
  const { values } = column;
  const ends = values.some(Number.isNaN) ? [-Number.MAX_VALUE, Number.MAX_VALUE] : [0];
  return ends
    .map((end) =>
      aucInterval(
        values.map((value) => (Number.isNaN(value) ? end : value)),
        label,
        people,
      ),
    )
    .map((auc) => (auc.value < 0.5 ? mirrored(auc) : auc))
    .reduce((best, auc) => (auc.value > best.value ? auc : best));
}

/**
 * How nearly a feature alone orders rows as the values of their label do, 0 to 1: the rank correlation, in whichever
 * direction; of the rows where a number is known, of a category's mean out of fold.
 *
 * @param people see {@link aloneAuc}
 */
export function aloneRank(column: FeatureColumn, values: Float64Array, seed: number, people?: Uint32Array): number {
  if (column.type === 'category') {
    return Math.abs(rankCorrelation(outOfFoldMeans(column.codes, values, seed, people), values));
  }
  const known = Uint32Array.from(values.keys()).filter((row) => !isMissing(column, row));
  if (known.length < LEAST_KNOWN) return Number.NaN;
  const pick = (of: Float64Array) => Float64Array.from(known, (row) => of[row] ?? Number.NaN);
  return Math.abs(rankCorrelation(pick(column.values), pick(values)));
}

/** The AUC of the opposite order. */
function mirrored({ value, lower, upper, level }: Estimate): Estimate {
  return { value: 1 - value, lower: 1 - upper, upper: 1 - lower, level };
}

function outOfFoldMeans(
  codes: Int32Array,
  label: Float64Array,
  seed: number,
  people: Uint32Array | undefined,
): Float64Array {
  const folds = drawFolds(codes.length, seed, people);
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

/** A fold a person. */
function drawFolds(rows: number, seed: number, people: Uint32Array | undefined): Uint8Array {
  const random = seededRandom(seed);
  const foldOf = new Map<number, number>();
  return Uint8Array.from({ length: rows }, (_, row) => {
    const person = people?.[row] ?? row;
    const fold = foldOf.get(person) ?? random.integer(FOLDS);
    foldOf.set(person, fold);
    return fold;
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
