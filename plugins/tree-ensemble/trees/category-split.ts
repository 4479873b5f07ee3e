import { MISSING } from '../bins/binning.js';
import { type Found, MIN_HESSIAN, type Splittable, type SplitRules } from './rules.js';
import { leafValue, type Packing, saving, type Sums, unpack } from './sums.js';

/** Categories with fewer rows in the node are not looked at; they go with the larger side. */
const MIN_ROWS = 10;
/** Rows of an average effect that are mixed into each category where they are ordered: noise need not come first. */
const SMOOTHING = 10;

interface Category {
  readonly bin: number;
  readonly sums: Sums;
}

/**
 * The best grouping of categories in two: ordered by gradient over hessian, the best of the groupings of two is one of
 * the cuts of this order (Fisher, 1958). Missing values are a category like the others.
 */
export function categorySplit(cells: Float64Array, node: Splittable, rules: SplitRules, least: number): Found | null {
  const known = categoriesOf(cells, rules.packing).filter(({ sums }) => sums.count >= MIN_ROWS);
  if (known.length < 2) return null;
  const smoothing = (SMOOTHING * node.sums.hessian) / node.sums.count;
  const position = ({ sums }: Category) => sums.gradient / (sums.hessian + smoothing);
  known.sort((a, b) => position(a) - position(b) || a.bin - b.bin);
  // Rare categories are on the side that is not listed: both ends are tried.
  const up = bestCut(known, node, rules, least);
  const down = bestCut(known.toReversed(), node, rules, up?.saved ?? least);
  const cut = down ?? up;
  if (cut === null) return null;
  const ordered = down === null ? known : known.toReversed();
  const listed = new Set(ordered.slice(0, cut.length).map(({ bin }) => bin));
  const majorityLeft = 2 * cut.left.count > node.sums.count;
  const goesLeft = (bin: number) => listed.has(bin) || (majorityLeft && (cells[2 * bin + 1] ?? 0) === 0);
  return { saved: cut.saved, left: cut.left, test: { type: 'category', bins: bitsOf(goesLeft) } };
}

function categoriesOf(cells: Float64Array, packing: Packing): Category[] {
  const categories: Category[] = [];
  for (let bin = MISSING; bin < cells.length / 2; bin++) {
    const packed = cells[2 * bin + 1] ?? 0;
    if (packed > 0) categories.push({ bin, sums: unpack(packing, cells[2 * bin] ?? 0, packed) });
  }
  return categories;
}

interface Cut {
  readonly saved: number;
  /** The first so many categories go left. */
  readonly length: number;
  readonly left: Sums;
}

function bestCut(
  ordered: readonly Category[],
  { sums, bounds }: Splittable,
  { minRows, l2 }: SplitRules,
  least: number,
): Cut | null {
  let best: Cut | null = null;
  let [gradient, hessian, count] = [0, 0, 0];
  for (const [index, category] of ordered.entries()) {
    gradient += category.sums.gradient;
    hessian += category.sums.hessian;
    count += category.sums.count;
    const otherHessian = sums.hessian - hessian;
    if (count < minRows || hessian < MIN_HESSIAN) continue;
    if (sums.count - count < minRows || otherHessian < MIN_HESSIAN) break;
    const other = sums.gradient - gradient;
    const saved =
      saving(gradient, hessian, l2, leafValue(gradient, hessian, l2, bounds)) +
      saving(other, otherHessian, l2, leafValue(other, otherHessian, l2, bounds));
    if (saved > (best?.saved ?? least)) best = { saved, length: index + 1, left: { gradient, hessian, count } };
  }
  return best;
}

function bitsOf(isSet: (bin: number) => boolean): Int32Array {
  const bits = new Int32Array(8);
  for (let bin = 0; bin < 256; bin++) if (isSet(bin)) bits[bin >>> 5] = (bits[bin >>> 5] ?? 0) | (1 << (bin & 31));
  return bits;
}
