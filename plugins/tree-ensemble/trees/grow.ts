import { type SeededRandom } from '#sdk';
import { BINS } from '../bins/binning.js';
import { GROUP } from '../bins/kernel.js';
import { type Matrix } from '../bins/matrix.js';
import { type Direction, type Split, type SplitRules, type Splittable, type Test } from './rules.js';
import { bestSplit } from './split.js';
import { type Bounds, leafValue, minus, type Sums, UNBOUNDED } from './sums.js';

/** A grown tree; node 0 is its root. */
export interface Tree {
  readonly nodes: readonly TreeNode[];
}

interface TreeNode {
  /** The Newton step of its rows; what the tree says where the node is a leaf. */
  readonly value: number;
  /** Training rows. */
  readonly count: number;
  /** Its rows in `matrix.order`. */
  readonly from: number;
  readonly to: number;
  /** Null for a leaf. */
  branch: Branch | null;
}

interface Branch {
  readonly split: Split;
  /** The left child's number; the right one's is one more. */
  readonly children: number;
}

interface GrowthLimits extends SplitRules {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  /** How many features each split may choose from; they are drawn where these are not all. */
  readonly features: number;
}

/** A leaf that may be split further. */
interface Open extends Splittable {
  readonly node: number;
  readonly depth: number;
  readonly split: Split;
}

/**
 * Grows one tree leaf by leaf, always splitting the leaf that saves most, on the first `rows` of `matrix.order` and
 * their pairs. A child's histogram is summed for the smaller child only: the other one's is the difference.
 */
export class Grower {
  readonly #all: Int32Array;
  readonly #right: Int32Array;
  readonly #goesLeft = new Uint8Array(BINS);

  constructor(
    private readonly matrix: Matrix,
    private readonly random: SeededRandom,
    private readonly signal: AbortSignal,
  ) {
    this.#all = Int32Array.from(matrix.features.keys());
    this.#right = new Int32Array(matrix.rows);
  }

  grow(rows: number, sums: Sums, limits: GrowthLimits): Tree {
    const nodes: TreeNode[] = [nodeOf(sums, 0, rows, leafValue(sums.gradient, sums.hessian, limits.l2, UNBOUNDED))];
    const open: Open[] = [];
    const histogram = this.matrix.take();
    this.matrix.fill(histogram, 0, rows);
    this.#consider({ node: 0, depth: 0, histogram, sums, bounds: UNBOUNDED }, limits, open);
    for (let leaves = 1; leaves < limits.maxLeaves && open.length > 0; leaves++) {
      this.signal.throwIfAborted();
      this.#split(takeBest(open), nodes, limits, open, limits.maxLeaves - leaves - 1);
    }
    for (const { histogram: left } of open) this.matrix.give(left);
    return { nodes };
  }

  /** Adds a leaf to the open ones where a split saves something; else its histogram goes back to the pool. */
  #consider(leaf: Omit<Open, 'split'>, limits: GrowthLimits, open: Open[]): void {
    const split = bestSplit(this.matrix, leaf, this.#drawn(limits.features), limits);
    if (split === null) this.matrix.give(leaf.histogram);
    else open.push({ ...leaf, split });
  }

  /** So many features, drawn without replacement. */
  #drawn(features: number): Int32Array {
    const all = this.#all;
    if (features >= all.length) return all;
    for (let index = 0; index < features; index++) {
      const other = index + this.random.integer(all.length - index);
      const swapped = all[index] ?? 0;
      all[index] = all[other] ?? 0;
      all[other] = swapped;
    }
    return all.subarray(0, features);
  }

  #split(leaf: Open, nodes: TreeNode[], limits: GrowthLimits, open: Open[], leavesToCome: number): void {
    const { split, bounds, depth } = leaf;
    const node = nodes[leaf.node];
    if (node === undefined) return;
    const children = nodes.length;
    const right = minus(leaf.sums, split.left);
    const values = [split.left, right].map(({ gradient, hessian }) => leafValue(gradient, hessian, limits.l2, bounds));
    const [leftValue = 0, rightValue = 0] = values;
    const middle = this.#partition(node, split);
    nodes.push(nodeOf(split.left, node.from, middle, leftValue), nodeOf(right, middle, node.to, rightValue));
    node.branch = { split, children };
    const direction = limits.directions[split.feature] ?? 0;
    const [leftBounds, rightBounds] = boundsBelow(direction, bounds, (leftValue + rightValue) / 2);
    const pair = [
      { node: children, depth: depth + 1, sums: split.left, bounds: leftBounds },
      { node: children + 1, depth: depth + 1, sums: right, bounds: rightBounds },
    ] as const;
    const splittable = ({ sums }: { sums: Sums }) =>
      leavesToCome > 0 && depth + 1 < limits.maxDepth && sums.count >= 2 * limits.minRows;
    if (!pair.some(splittable)) {
      this.matrix.give(leaf.histogram);
      return;
    }
    const [smaller, larger] = split.left.count <= right.count ? pair : ([pair[1], pair[0]] as const);
    const histogram = this.matrix.take();
    this.matrix.fill(histogram, nodes[smaller.node]?.from ?? 0, nodes[smaller.node]?.to ?? 0);
    this.matrix.subtract(leaf.histogram, histogram);
    const withHistogram = [
      { ...smaller, histogram },
      { ...larger, histogram: leaf.histogram },
    ];
    for (const child of withHistogram) {
      if (splittable(child)) this.#consider(child, limits, open);
      else this.matrix.give(child.histogram);
    }
  }

  /** Sorts the node's rows into left and right, each in its former order; returns where the right ones begin. */
  #partition({ from, to }: TreeNode, { feature, test }: Split): number {
    const { order } = this.matrix;
    const bins = this.matrix.binsOf(feature);
    const right = this.#right;
    const goesLeft = this.#goesLeft;
    markLeft(test, goesLeft);
    let lefts = from;
    let rights = 0;
    for (let at = from; at < to; at++) {
      const row = order[at] ?? 0;
      const left = goesLeft[bins[GROUP * row] ?? 0] ?? 0;
      // Written to both sides, and only one of them counted: a branch would be guessed wrong half of the time.
      order[lefts] = row;
      right[rights] = row;
      lefts += left;
      rights += 1 - left;
    }
    order.set(right.subarray(0, rights), lefts);
    return lefts;
  }
}

/** Below a split on a number that may only rise or fall, the sides keep to their side of the middle. */
function boundsBelow(direction: Direction, bounds: Bounds, middle: number): readonly [Bounds, Bounds] {
  if (direction === 0) return [bounds, bounds];
  const below = { low: bounds.low, high: Math.min(bounds.high, middle) };
  const above = { low: Math.max(bounds.low, middle), high: bounds.high };
  return direction > 0 ? [below, above] : [above, below];
}

function nodeOf({ count }: Sums, from: number, to: number, value: number): TreeNode {
  return { value: Math.fround(value), count, from, to, branch: null };
}

function takeBest(open: Open[]): Open {
  let best = 0;
  for (let index = 1; index < open.length; index++) {
    if ((open[index]?.split.gain ?? 0) > (open[best]?.split.gain ?? 0)) best = index;
  }
  const [taken] = open.splice(best, 1);
  if (taken === undefined) throw new RangeError('There is no open leaf.');
  return taken;
}

/** 1 for each bin that goes left. */
function markLeft(test: Test, goesLeft: Uint8Array): void {
  for (let bin = 0; bin < BINS; bin++) goesLeft[bin] = Number(isLeft(test, bin));
}

/** Whether a bin goes left. */
export function isLeft(test: Test, bin: number): boolean {
  if (test.type === 'category') return (((test.bins[bin >>> 5] ?? 0) >>> (bin & 31)) & 1) === 1;
  return bin === 0 ? test.missingLeft : bin <= test.last;
}
