import { isotonicBlocks } from './isotonic.js';
import { ascendingOrder, at, tieEnd } from '../index.js';

/** What happens when all rows from a score upwards are selected. */
export interface SelectionPoint {
  /** Rows with this score or a higher one are selected. */
  readonly threshold: number;
  readonly selected: number;
  /** Share of all rows that is selected, 0 to 1. */
  readonly share: number;
  /** Share of the selected that is positive, 0 to 1. */
  readonly precision: number;
  /** Share of all positives that is selected, 0 to 1: the coverage. */
  readonly recall: number;
}

/** A smoothed curve moves in steps of at least this share of all rows, and of at least so many rows. */
const LEAST_STEP = { share: 0.01, rows: 50 };

/**
 * Precision and recall at every distinct score, from the highest down. Its left end is noise: see
 * {@link smoothedPrecisionRecallCurve}. No points where no row is positive.
 *
 * @param scores one finite score a row
 * @param labels 1 for a positive row, 0 for a negative one
 */
export function precisionRecallCurve(scores: ArrayLike<number>, labels: ArrayLike<number>): readonly SelectionPoint[] {
  const order = ascendingOrder(scores).reverse();
  const steps: Step[] = [];
  for (let start = 0; start < order.length;) {
    const end = tieEnd(scores, order, start);
    let positives = 0;
    for (let i = start; i < end; i++) positives += at(labels, at(order, i));
    steps.push({ threshold: at(scores, at(order, start)), rows: end - start, positives });
    start = end;
  }
  return accumulate(steps);
}

/**
 * The precision-recall curve without the noise of its left end: scores are grouped into steps of at least 1 % of the
 * rows (and 50), neighbouring steps are pooled until the share of positives falls from step to step (isotonic
 * regression, the convex hull of the ROC curve: Fawcett and Niculescu-Mizil, 2007). Precision never rises along it.
 */
export function smoothedPrecisionRecallCurve(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
): readonly SelectionPoint[] {
  const steps = groupSteps(precisionRecallCurve(scores, labels));
  const position = steps.map((_, index) => -index);
  const blocks = isotonicBlocks(
    position,
    steps.map((step) => step.positives / step.rows),
    steps.map((step) => step.rows),
  );
  const pooled = blocks.toReversed().map((block): Step => {
    const members = steps.slice(-block.to, 1 - block.from);
    return {
      threshold: members.at(-1)?.threshold ?? Number.NaN,
      rows: members.reduce((sum, step) => sum + step.rows, 0),
      positives: members.reduce((sum, step) => sum + step.positives, 0),
    };
  });
  return accumulate(pooled);
}

/**
 * Cumulative gains: which share of the positives is covered by the top share of rows.
 *
 * @param points how many evenly spaced shares, 1/points … 1
 */
export function coverageCurve(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  points = 20,
): readonly SelectionPoint[] {
  const curve = precisionRecallCurve(scores, labels);
  const covered: SelectionPoint[] = [];
  let next = 1;
  for (const point of curve) {
    if (point.share < next / points - 1e-12) continue;
    covered.push(point);
    next = Math.floor(point.share * points + 1e-9) + 1;
  }
  return covered;
}

/**
 * Which share of the positives the top share of rows covers, 0 to 1. Where the cut falls among rows of equal scores, as
 * many of them are taken as fit, by chance.
 */
export function coverageAt(curve: readonly SelectionPoint[], share: number): number {
  const next = curve.findIndex((point) => point.share >= share - 1e-12);
  const above = curve[next];
  if (above === undefined) return Number.NaN;
  const below = curve[next - 1] ?? { share: 0, recall: 0 };
  return below.recall + ((share - below.share) / (above.share - below.share)) * (above.recall - below.recall);
}

interface Step {
  readonly threshold: number;
  readonly rows: number;
  readonly positives: number;
}

function accumulate(steps: readonly Step[]): readonly SelectionPoint[] {
  const rows = steps.reduce((sum, step) => sum + step.rows, 0);
  const positives = steps.reduce((sum, step) => sum + step.positives, 0);
  if (positives === 0) return [];
  let selected = 0;
  let found = 0;
  return steps.map((step) => {
    selected += step.rows;
    found += step.positives;
    const { threshold } = step;
    return { threshold, selected, share: selected / rows, precision: found / selected, recall: found / positives };
  });
}

function groupSteps(curve: readonly SelectionPoint[]): readonly Step[] {
  const total = curve.at(-1)?.selected ?? 0;
  const least = Math.min(total, Math.max(LEAST_STEP.rows, Math.ceil(total * LEAST_STEP.share)));
  const steps: Step[] = [];
  let before = { selected: 0, positives: 0 };
  for (const { selected, precision, threshold } of curve) {
    const rows = selected - before.selected;
    if (rows < least && selected < total) continue;
    const positives = Math.round(precision * selected);
    steps.push({ threshold, rows, positives: positives - before.positives });
    before = { selected, positives };
  }
  return steps;
}
