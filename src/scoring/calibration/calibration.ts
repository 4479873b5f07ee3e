import { fitLogistic } from './fit-logistic.js';
import { logit, sigmoid } from './link.js';

/**
 * How raw probabilities became calibrated ones, on the logit: a line (Platt, 1999) with a few bends,
 * link = slope × logit(raw) + intercept + Σ bend.slope × max(0, logit(raw) − bend.at). It always increases.
 */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
  /** Where the line changes its slope, and by how much; ascending. */
  readonly bends: readonly { readonly at: number; readonly slope: number }[];
  /** Rows scored by a model that had not seen them, on which the line was fitted. */
  readonly rows: number;
}

/** A slope is never smaller, so that calibration keeps the order of scores. */
const LEAST_SLOPE = 0.01;
/** Where the line may bend: shares of the rows that score lower. */
const BENDS = [0.1, 0.3, 0.5, 0.7, 0.9, 0.98];
/** How strongly a bend is held at zero: the weight of a prior whose standard deviation is one half. */
const BEND_RIDGE = 4;
/** Between its inverse and itself a slope corrects little. */
const GENTLE_SLOPE = 2;
/** No mean is nearer to 0 or 1. */
const LEAST_MEAN = 1e-6;
/** Ridges are tried up to this one; then the line stays straight. */
const STIFFEST_RIDGE = 1e6;

/** The calibrated probability of a raw one. */
export function calibrate(calibration: Calibration, raw: number): number {
  return sigmoid(calibrateLink(calibration, logit(raw)));
}

/** The same on the logit scale, where calibration is piecewise linear and increasing. */
export function calibrateLink({ slope, intercept, bends }: Calibration, link: number): number {
  let calibrated = slope * link + intercept;
  for (const bend of bends) calibrated += bend.slope * Math.max(0, link - bend.at);
  return calibrated;
}

/**
 * Fits calibration to scores of rows that the scoring model had not seen, on the weighted log loss: a line on the logit
 * (Platt, 1999, with his smoothed targets) that may bend at a few quantiles of the scores, held straight by a ridge that
 * many rows outweigh and few do not. It always increases, so ranks never collapse as under isotonic regression. Where the
 * scores carry no order (all equal, or worse than chance) only the intercept says something.
 *
 * @param raw probabilities @param label 0 or 1 @param weight one a row
 */
export function fitCalibration(raw: Float64Array, label: Float64Array, weight: Float64Array): Calibration {
  const links = raw.map(logit);
  const targets = smoothedTargets(label, weight);
  const rows = raw.length;
  const first = links[0] ?? 0;
  const ordered = links.some((link) => Math.abs(link - first) > 1e-9);
  const straight = ordered ? fitLine(links, targets, weight) : null;
  if (straight === null || straight.slope < LEAST_SLOPE) {
    const slope = ordered ? LEAST_SLOPE : 1;
    return { slope, intercept: fitIntercept(links, targets, weight, slope), bends: [], rows };
  }
  return { ...(fitBends(links, targets, weight) ?? { ...straight, bends: [] }), rows };
}

/**
 * Whether another fit with the same options may take a calibration over: one that corrects little says the same of both.
 * A strong correction is about what one fit learned by heart, or about rows that taught it nothing.
 */
export function isGentle({ slope, bends }: Calibration): boolean {
  let current = slope;
  const slopes = [slope, ...bends.map((bend) => (current += bend.slope))];
  return slopes.every((each) => each >= 1 / GENTLE_SLOPE && each <= GENTLE_SLOPE);
}

/**
 * A calibration taken over for another fit: the same curve, moved on the logit so that the mean of the probabilities is
 * what it should be. A fit of later rows knows another rate, of which a flat curve would lose most.
 *
 * @param raw probabilities by the other fit @param mean of the calibrated ones, above 0 and below 1
 */
export function movedCalibration(
  calibration: Calibration,
  raw: Float64Array,
  weight: Float64Array,
  mean: number,
): Calibration {
  const offset = raw.map((score) => calibrateLink(calibration, logit(score)));
  const targets = new Float64Array(raw.length).fill(Math.min(1 - LEAST_MEAN, Math.max(LEAST_MEAN, mean)));
  const [shift = 0] = fitLogistic({ columns: [ones(raw)], targets, weight, offset, ridge: [0] });
  return { ...calibration, intercept: calibration.intercept + shift };
}

type Curve = Omit<Calibration, 'rows'>;

function fitIntercept(links: Float64Array, targets: Float64Array, weight: Float64Array, slope: number): number {
  const offset = links.map((link) => slope * link);
  const [intercept = 0] = fitLogistic({ columns: [ones(links)], targets, weight, offset, ridge: [0] });
  return intercept;
}

function fitLine(links: Float64Array, targets: Float64Array, weight: Float64Array) {
  const [intercept = 0, slope = 1] = fitLogistic({
    columns: [ones(links), links],
    targets,
    weight,
    ridge: [0, 0],
  });
  return { slope, intercept };
}

/** The least stiff curve that increases everywhere; null where only a straight one does. */
function fitBends(links: Float64Array, targets: Float64Array, weight: Float64Array): Curve | null {
  const sorted = links.toSorted();
  const knots = [...new Set(BENDS.map((share) => sorted[Math.floor(share * sorted.length)] ?? 0))];
  const hinges = knots.map((at) => links.map((link) => Math.max(0, link - at)));
  for (let ridge = BEND_RIDGE; ridge <= STIFFEST_RIDGE; ridge *= 10) {
    const [intercept = 0, slope = 1, ...changes] = fitLogistic({
      columns: [ones(links), links, ...hinges],
      targets,
      weight,
      ridge: [0, 0, ...knots.map(() => ridge)],
    });
    const bends = knots.map((at, index) => ({ at, slope: changes[index] ?? 0 }));
    if (increases(slope, bends)) return { slope, intercept, bends };
  }
  return null;
}

function increases(slope: number, bends: Curve['bends']): boolean {
  let current = slope;
  return current >= LEAST_SLOPE && bends.every((bend) => (current += bend.slope) >= LEAST_SLOPE);
}

function ones({ length }: Float64Array): Float64Array {
  return new Float64Array(length).fill(1);
}

function smoothedTargets(label: Float64Array, weight: Float64Array): Float64Array {
  let positives = 0;
  let negatives = 0;
  label.forEach((y, row) => {
    if (y === 1) positives += weight[row] ?? 0;
    else negatives += weight[row] ?? 0;
  });
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  return label.map((y) => (y === 1 ? high : low));
}
