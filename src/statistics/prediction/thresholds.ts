import { precisionRecallCurve, type SelectionPoint, smoothedPrecisionRecallCurve } from './selection-curve.js';

/** A threshold worth looking at, and what selecting from it upwards means. */
export interface SuggestedThreshold extends SelectionPoint {
  readonly rule: 'knee' | 'max-f1' | 'coverage';
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
}

/**
 * Three thresholds to choose from: the knee of the smoothed precision-recall curve, the greatest F1, and the one that
 * covers a fixed share of the positives. What pays best is another question: see `bestProfit`.
 *
 * @param scores one finite score a row
 * @param labels 1 for a positive row, 0 for a negative one
 * @param coverage the share of positives to cover, 0 to 1
 * @returns none where no row is positive
 */
export function suggestThresholds(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  coverage = 0.7,
): readonly SuggestedThreshold[] {
  const raw = precisionRecallCurve(scores, labels);
  const suggested: readonly [SuggestedThreshold['rule'], SelectionPoint | undefined][] = [
    ['knee', kneeOf(smoothedPrecisionRecallCurve(scores, labels))],
    ['max-f1', greatest(raw, f1Of)],
    ['coverage', raw.find((point) => point.recall >= coverage)],
  ];
  return suggested.flatMap(([rule, point]) => (point === undefined ? [] : [{ rule, ...point, f1: f1Of(point) }]));
}

/** The point farthest from the chord between the curve's ends, both axes scaled to 0 … 1 (Satopää et al., 2011). */
function kneeOf(curve: readonly SelectionPoint[]): SelectionPoint | undefined {
  const first = curve[0];
  const last = curve.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const recallRange = last.recall - first.recall || 1;
  const precisionRange = first.precision - last.precision || 1;
  return greatest(curve, ({ recall, precision }) => {
    const gained = (recall - first.recall) / recallRange;
    const kept = (precision - last.precision) / precisionRange;
    return Math.abs(gained + kept - 1);
  });
}

function f1Of({ precision, recall }: SelectionPoint): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

function greatest(
  curve: readonly SelectionPoint[],
  measure: (point: SelectionPoint) => number,
): SelectionPoint | undefined {
  let best: SelectionPoint | undefined;
  let most = -Infinity;
  for (const point of curve) {
    const measured = measure(point);
    if (measured <= most) continue;
    most = measured;
    best = point;
  }
  return best;
}
