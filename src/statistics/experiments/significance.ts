import { ascendingOrder, at, chiSquareCdf } from '../index.js';

/** Whether people came to the arms in the planned shares. */
export interface SampleRatio {
  /** Pearson's χ² against the planned shares, with one degree of freedom fewer than arms. */
  readonly chiSquare: number;
  readonly pValue: number;
  readonly mismatch: boolean;
}

/** Below it the shares are not by chance: at one in a thousand a healthy experiment is hardly ever stopped. */
const SAMPLE_RATIO_ALPHA = 0.001;

/**
 * Compares the people of each arm with the shares that were planned (Fabijan et al., 2019, "Diagnosing sample ratio
 * mismatch in online controlled experiments").
 *
 * @param shares one an arm, of any sum; arms of no share are left out
 * @param seen people of each arm
 */
export function sampleRatio(seen: readonly number[], shares: readonly number[]): SampleRatio {
  const planned = shares.flatMap((share, arm) => (share > 0 ? [{ share, people: at(seen, arm) }] : []));
  const [people, share] = [sum(planned.map((arm) => arm.people)), sum(planned.map((arm) => arm.share))];
  if (people === 0 || planned.length < 2) return { chiSquare: 0, pValue: 1, mismatch: false };
  const chiSquare = sum(
    planned.map((arm) => {
      const expected = (people * arm.share) / share;
      return (arm.people - expected) ** 2 / expected;
    }),
  );
  const pValue = 1 - chiSquareCdf(chiSquare, planned.length - 1);
  return { chiSquare, pValue, mismatch: pValue < SAMPLE_RATIO_ALPHA };
}

/** p-values of several comparisons, adjusted so that the chance of even one false alarm stays (Holm, 1979). */
export function holm(pValues: readonly number[]): readonly number[] {
  const count = pValues.length;
  let reached = 0;
  return inOrder(pValues, ascendingOrder(Float64Array.from(pValues)), (pValue, place) => {
    reached = Math.max(reached, Math.min(1, (count - place) * pValue));
    return reached;
  });
}

/** p-values adjusted so that the expected share of false ones among the alarms stays (Benjamini and Hochberg, 1995). */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const count = pValues.length;
  let reached = 1;
  return inOrder(pValues, [...ascendingOrder(Float64Array.from(pValues))].reverse(), (pValue, place) => {
    reached = Math.min(reached, (count * pValue) / (count - place));
    return reached;
  });
}

/** Adjusts values one after another in an order, and gives them back where they stood. */
function inOrder(
  values: readonly number[],
  order: ArrayLike<number>,
  adjust: (value: number, place: number) => number,
): readonly number[] {
  const adjusted = new Array<number>(values.length);
  for (let place = 0; place < order.length; place++) {
    const index = at(order, place);
    adjusted[index] = adjust(at(values, index), place);
  }
  return adjusted;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
