import { type FeatureColumn, type FeatureFrame } from '#sdk';
import { encode, encodeColumns, type Encoding } from './encoder.js';
import { alignFrame, type FeatureSpec, unpackFrame } from './features.js';

/** How packed rows become the frame that a plugin reads. */
export interface FrameForm {
  readonly features: readonly FeatureSpec[];
  /** Null where the plugin takes raw frames. */
  readonly encoding: Encoding | null;
}

/** The frame of packed rows, frozen. */
export function frameFor({ features, encoding }: FrameForm, packed: Float64Array, rows: number): FeatureFrame {
  return encoding === null ? unpackFrame(features, packed, rows) : encode(encoding, packed, rows);
}

/** The frame of the rows [start, end) of columns in any order, coded by any dictionary. Throws `BAD_COLUMN`. */
export function frameOfColumns(
  { features, encoding }: FrameForm,
  given: readonly FeatureColumn[],
  start: number,
  end: number,
): FeatureFrame {
  const aligned = alignFrame(features, given, start, end);
  if (encoding === null) return aligned;
  const columns = aligned.columns.map((column) => (column.type === 'number' ? column.values : column.codes));
  return encodeColumns(encoding, columns, end - start);
}

/** The chosen rows of a packed frame. */
export function packedRows(packed: Float64Array, width: number, rows: ArrayLike<number>): Float64Array {
  const chosen = new Float64Array(rows.length * width);
  for (let index = 0; index < rows.length; index++) {
    const from = (rows[index] ?? 0) * width;
    chosen.set(packed.subarray(from, from + width), index * width);
  }
  return chosen;
}
