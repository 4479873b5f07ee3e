import { type FeatureFrame } from '#sdk';
import { encode, type Encoding } from './encoder.js';
import { type FeatureSpec, unpackFrame } from './features.js';

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

/** The chosen rows of a packed frame. */
export function packedRows(packed: Float64Array, width: number, rows: ArrayLike<number>): Float64Array {
  const chosen = new Float64Array(rows.length * width);
  for (let index = 0; index < rows.length; index++) {
    const from = (rows[index] ?? 0) * width;
    chosen.set(packed.subarray(from, from + width), index * width);
  }
  return chosen;
}
