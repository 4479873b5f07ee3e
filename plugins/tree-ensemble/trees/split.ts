import { type FeatureBins, MISSING } from '../bins/binning.js';
import { categorySplit } from './category-split.js';
import { type Matrix } from '../bins/matrix.js';
import { type Direction, type Found, MIN_HESSIAN, type Split, type Splittable, type SplitRules } from './rules.js';
import { leafValue, saving, unpack } from './sums.js';

/** Gains below this are rounding. */
const MIN_GAIN = 1e-9;

/** The split of the node that saves most, among the given features; null where none saves anything. */
export function bestSplit(
  matrix: Matrix,
  node: Splittable,
  features: ArrayLike<number>,
  rules: SplitRules,
): Split | null {
  const { gradient, hessian } = node.sums;
  const own = saving(gradient, hessian, rules.l2, leafValue(gradient, hessian, rules.l2, node.bounds));
  let best: Split | null = null;
  for (let index = 0; index < features.length; index++) {
    const feature = features[index] ?? 0;
    const bins = matrix.features[feature];
    if (bins === undefined) continue;
    const least = own + (best?.gain ?? MIN_GAIN);
    const found = splitOf(bins, matrix.cellsOf(node.histogram, feature), node, rules, feature, least);
    if (found !== null) best = { ...found, feature, gain: found.saved - own };
  }
  return best;
}

function splitOf(
  { type }: FeatureBins,
  cells: Float64Array,
  node: Splittable,
  rules: SplitRules,
  feature: number,
  least: number,
): Found | null {
  if (type === 'category') return categorySplit(cells, node, rules, least);
  return numberSplit(cells, node, rules, rules.directions[feature] ?? 0, least);
}

/**
 * The best threshold: the cells are summed from the lowest bin up, without the missing rows and, where there are some,
 * with them, which learns the direction that missing values take.
 *
 * @param least what must be saved at least to be of interest
 */
function numberSplit(
  cells: Float64Array,
  { sums, bounds }: Splittable,
  { packing, minRows, l2 }: SplitRules,
  direction: Direction,
  least: number,
): Found | null {
  const { unit, scale } = packing;
  const bins = cells.length / 2;
  const missing = cells[2 * MISSING + 1] ?? 0;
  let saved = least;
  let last = 0;
  let missingLeft = false;
  let bestGradient = 0;
  let bestPacked = 0;
  for (let pass = 0; pass < (missing > 0 ? 2 : 1); pass++) {
    let gradient = pass === 0 ? 0 : (cells[2 * MISSING] ?? 0);
    let packed = pass === 0 ? 0 : missing;
    for (let bin = 1; bin < bins; bin++) {
      const here = cells[2 * bin + 1] ?? 0;
      if (here === 0) continue;
      gradient += cells[2 * bin] ?? 0;
      packed += here;
      const count = Math.floor(packed / unit);
      if (count < minRows) continue;
      if (sums.count - count < minRows) break;
      const hessian = (packed - count * unit) / scale;
      const otherHessian = sums.hessian - hessian;
      if (hessian < MIN_HESSIAN || otherHessian < MIN_HESSIAN) continue;
      const other = sums.gradient - gradient;
      const value = leafValue(gradient, hessian, l2, bounds);
      const otherValue = leafValue(other, otherHessian, l2, bounds);
      if (direction * (value - otherValue) > 0) continue;
      const both = saving(gradient, hessian, l2, value) + saving(other, otherHessian, l2, otherValue);
      if (both <= saved) continue;
      saved = both;
      last = bin;
      missingLeft = pass === 1;
      bestGradient = gradient;
      bestPacked = packed;
    }
  }
  if (last === 0) return null;
  const left = unpack(packing, bestGradient, bestPacked);
  // Where the node knows no missing rows, those to come go with the majority.
  const toLeft = missing > 0 ? missingLeft : 2 * left.count > sums.count;
  return { saved, test: { type: 'number', last, missingLeft: toLeft }, left };
}
