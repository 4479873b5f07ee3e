import { at } from '#strata/statistics';
import { factorised, solveLower } from '../model/linear.js';

/** Parameters that move together, and the channels whose shape they change. */
export interface Block {
  readonly places: readonly number[];
  readonly channels: readonly number[];
  /** Of the ellipses along which they move: the standard normal of the prior where it is null. */
  readonly form: EllipseForm | null;
}

/** A normal distribution near the one that is drawn from. */
interface EllipseForm {
  readonly centre: Float64Array;
  /** Triangle of its covariance. */
  readonly lower: Float64Array;
}

/** Wider than what was seen: tails that are heavier than normal are reached, too. */
const WIDER = 1.5;
/** How many draws the belief that all parameters are nearly fixed is worth, so that no covariance is singular. */
const BELIEVED = 5;
const FIXED = 1e-3;

/** The same block along ellipses with the mean and covariance of values that were seen. */
export function learnedBlock(block: Block, seen: readonly Float64Array[]): Block {
  const { places } = block;
  const size = places.length;
  const centre = Float64Array.from(
    places,
    (place) => seen.reduce((sum, values) => sum + at(values, place), 0) / seen.length,
  );
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = 0;
      for (const values of seen) {
        sum += (at(values, at(places, row)) - at(centre, row)) * (at(values, at(places, column)) - at(centre, column));
      }
      const believed = row === column ? FIXED * BELIEVED : 0;
      covariance[row * size + column] = (WIDER * sum + believed) / (seen.length + BELIEVED);
    }
  }
  return { ...block, form: { centre, lower: factorised(covariance, size) } };
}

/** Values in terms of the form: standard normal, if they were drawn from it. */
export function standardForm(form: EllipseForm | null, values: readonly number[]): Float64Array {
  if (form === null) return Float64Array.from(values);
  return solveLower(
    form.lower,
    Float64Array.from(values, (value, place) => value - at(form.centre, place)),
  );
}

/** The values that are so in terms of the form. */
export function valuesOf(form: EllipseForm | null, standard: Float64Array): Float64Array {
  if (form === null) return standard;
  const { centre, lower } = form;
  return centre.map((middle, row) => {
    let sum = middle;
    for (let column = 0; column <= row; column++) sum += at(lower, row * centre.length + column) * at(standard, column);
    return sum;
  });
}

/** How much likelier values are by the prior than by the form: a logarithm. */
export function formFactor(form: EllipseForm | null, values: ArrayLike<number>, standard: Float64Array): number {
  if (form === null) return 0;
  let difference = 0;
  for (let place = 0; place < standard.length; place++) difference += at(standard, place) ** 2 - at(values, place) ** 2;
  return difference / 2;
}
