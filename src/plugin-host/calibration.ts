import { type Calibration } from './contracts.js';

/** Probabilities are kept this far from 0 and 1, so that their logits stay finite. */
const EDGE = 1e-12;
/** A slope is never smaller, so that calibration keeps the order of scores. */
const LEAST_SLOPE = 0.01;
const NEWTON_STEPS = 50;

/** log(p / (1 − p)), p kept inside (0, 1). */
export function logit(probability: number): number {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, probability));
  return Math.log(inside / (1 - inside));
}

export function sigmoid(link: number): number {
  if (link >= 0) return 1 / (1 + Math.exp(-link));
  const odds = Math.exp(link);
  return odds / (1 + odds);
}

/** The calibrated probability of a raw one. */
export function calibrate({ slope, intercept }: Calibration, raw: number): number {
  return sigmoid(slope * logit(raw) + intercept);
}

/**
 * Fits slope and intercept to scores of rows that the scoring model had not seen (Platt, 1999, with his smoothed
 * targets), by Newton's method on the weighted log loss. Affine on the logit, so ranks never collapse and additive
 * explanations stay additive. Where the scores carry no order (all equal, or worse than chance) only the intercept says
 * something.
 *
 * @param raw probabilities @param label 0 or 1 @param weight one a row
 */
export function fitCalibration(raw: Float64Array, label: Float64Array, weight: Float64Array): Calibration {
  const links = raw.map(logit);
  const targets = smoothedTargets(label, weight);
  const free = newton(links, targets, weight, { slope: 1, intercept: 0, free: 2 });
  const first = links[0] ?? 0;
  const ordered = links.some((link) => Math.abs(link - first) > 1e-9);
  if (ordered && free.slope >= LEAST_SLOPE) return { ...free, rows: raw.length };
  const slope = ordered ? LEAST_SLOPE : 1;
  return { ...newton(links, targets, weight, { slope, intercept: 0, free: 1 }), rows: raw.length };
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

interface Start {
  readonly slope: number;
  readonly intercept: number;
  /** 1 fits the intercept only, 2 both. */
  readonly free: 1 | 2;
}

function newton(links: Float64Array, targets: Float64Array, weight: Float64Array, start: Start) {
  let { slope, intercept } = start;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    // Gradient and Hessian of the log loss; the ridge keeps the Hessian invertible where all links are equal.
    let gradientSlope = 0;
    let gradientIntercept = 0;
    let a = 1e-9;
    let b = 0;
    let c = 1e-9;
    for (let row = 0; row < links.length; row++) {
      const link = links[row] ?? 0;
      const w = weight[row] ?? 0;
      const p = sigmoid(slope * link + intercept);
      const error = w * (p - (targets[row] ?? 0));
      const curvature = w * p * (1 - p);
      gradientSlope += error * link;
      gradientIntercept += error;
      a += curvature * link * link;
      b += curvature * link;
      c += curvature;
    }
    const determinant = a * c - b * b;
    const stepSlope = start.free === 2 ? (c * gradientSlope - b * gradientIntercept) / determinant : 0;
    const stepIntercept =
      start.free === 2 ? (a * gradientIntercept - b * gradientSlope) / determinant : gradientIntercept / c;
    // Damped: a step is at most 5 on the logit scale, where the quadratic model is far off.
    const damping = Math.min(1, 5 / Math.max(Math.abs(stepSlope), Math.abs(stepIntercept), 1e-300));
    slope -= damping * stepSlope;
    intercept -= damping * stepIntercept;
    if (Math.max(Math.abs(stepSlope), Math.abs(stepIntercept)) < 1e-10) break;
  }
  return { slope, intercept };
}
