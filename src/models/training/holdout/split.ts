import { hashShare } from '#strata/kernel';
import { quantile } from '#strata/statistics';

/** How rows were divided into a training part and a hold-out; stored with the version, so that both can be found again. */
export type Split =
  | {
      readonly by: 'hash';
      /** Share held out. */
      readonly holdout: number;
      readonly seed: number;
      /** The column whose value is hashed, so that a person never stands on both sides; null for the row's number. */
      readonly key: string | null;
    }
  | {
      readonly by: 'time';
      readonly holdout: number;
      /** The column with the moment of each row. */
      readonly column: string;
      /** ISO-8601: rows from this moment on are held out. */
      readonly from: string;
    };

/** Positions of rows, ascending. */
export interface DividedRows {
  readonly training: Uint32Array;
  readonly holdout: Uint32Array;
}

/**
 * Divides rows. By hash: the same key falls on the same side in every file.
 *
 * @param keyOf for a split by hash: the key of a row
 * @param times for a split by time: milliseconds since 1970; rows without one are trained on
 */
export function splitRows(
  split: Split,
  rows: number,
  { keyOf, times }: { readonly keyOf: (row: number) => string; readonly times?: Float64Array },
): DividedRows {
  const from = split.by === 'time' ? Date.parse(split.from) : Number.NaN;
  const isHeldOut = (row: number): boolean =>
    split.by === 'time'
      ? (times?.[row] ?? Number.NaN) >= from
      : hashShare(`split-${split.seed}:holdout:${keyOf(row)}`) < split.holdout;
  const sides = { training: [] as number[], holdout: [] as number[] };
  for (let row = 0; row < rows; row++) sides[isHeldOut(row) ? 'holdout' : 'training'].push(row);
  return { training: Uint32Array.from(sides.training), holdout: Uint32Array.from(sides.holdout) };
}

/**
 * The moment that leaves as nearly the wanted share of rows after it as the distinct moments allow; both sides get rows.
 * Undefined where all rows are of one moment.
 */
export function holdoutStart(times: Float64Array, holdout: number): number | undefined {
  const known = times.filter((time) => !Number.isNaN(time)).sort();
  const wanted = quantile(known, 1 - holdout);
  const distinct = [...new Set(known)].slice(1);
  const shareFrom = (time: number) => known.filter((other) => other >= time).length / known.length;
  const near = [distinct.findLast((time) => time <= wanted), distinct.find((time) => time > wanted)];
  return near
    .filter((time) => time !== undefined)
    .toSorted((a, b) => Math.abs(shareFrom(a) - holdout) - Math.abs(shareFrom(b) - holdout))[0];
}
