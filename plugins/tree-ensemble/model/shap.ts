import { type Explanation, type RawFrame } from '#sdk';
import { binRows, LEAF, type Model, rightSets, SET_WORDS, type Trees } from './model.js';

/**
 * Exact Shapley values of one row, path-dependent (Lundberg et al., 2020): what is not known follows the training rows.
 *
 * A leaf's share in the expectation, with the features S known, is value × ∏ o_j (j in S) × ∏ z_j (j not in S) over the
 * features on its path: o_j is 1 where the row follows the path, z_j the share of training rows that do. Owen's (1972)
 * multilinear extension turns the Shapley value of feature i into
 * value × (o_i − z_i) × ∫₀¹ ∏_{j≠i} (t o_j + (1 − t) z_j) dt, whose integrand is a polynomial: Gauss and Legendre's
 * rule with half as many points as features integrates it exactly, and nothing is ever divided by zero.
 */
export function explain(model: Model, frame: RawFrame, row: number): Explanation {
  const { features, trees, intercept, task } = model;
  const bins = new Uint8Array(features.length);
  binRows(model, frame, { from: row, to: row + 1 }, bins);
  const walk = new PathWalk(trees, bins);
  for (const root of trees.roots) walk.visit(root, 0);
  return { link: task === 'binary' ? 'logit' : 'identity', base: intercept + walk.expected, parts: walk.parts };
}

class PathWalk {
  /** The mean of all trees over their training rows. */
  expected = 0;
  readonly parts: Float64Array;
  /** The distinct features on the way to the current node. */
  readonly #path: number[] = [];
  /** By feature: 1 where the row has followed all of its questions on the way. */
  readonly #follows: Float64Array;
  /** By feature: the share of the training rows that have. */
  readonly #share: Float64Array;
  readonly #sets: Int32Array;

  constructor(
    private readonly trees: Trees,
    private readonly bins: Uint8Array,
  ) {
    this.#sets = rightSets(trees.sets);
    this.parts = new Float64Array(bins.length);
    this.#follows = new Float64Array(bins.length).fill(1);
    this.#share = new Float64Array(bins.length).fill(1);
  }

  visit(node: number, depth: number): void {
    const { feature, test, left, count } = this.trees;
    const asked = feature[node] ?? LEAF;
    if (asked === LEAF) {
      this.#leaf(node, depth);
      return;
    }
    const follows = this.#follows[asked] ?? 1;
    const share = this.#share[asked] ?? 1;
    const first = !this.#path.slice(0, depth).includes(asked);
    if (first) this.#path[depth] = asked;
    const bin = this.bins[asked] ?? 0;
    const right = ((this.#sets[SET_WORDS * (test[node] ?? 0) + (bin >>> 5)] ?? 0) >>> (bin & 31)) & 1;
    for (const side of [0, 1]) {
      const child = (left[node] ?? 0) + side;
      this.#follows[asked] = follows * Number(side === right);
      this.#share[asked] = (share * (count[child] ?? 0)) / (count[node] ?? 1);
      this.visit(child, first ? depth + 1 : depth);
    }
    this.#follows[asked] = follows;
    this.#share[asked] = share;
  }

  #leaf(node: number, depth: number): void {
    const value = this.trees.value[node] ?? 0;
    let reach = value;
    for (let index = 0; index < depth; index++) reach *= this.#share[this.#path[index] ?? 0] ?? 1;
    this.expected += reach;
    const { points, weights } = gaussLegendre(Math.ceil(depth / 2));
    for (let index = 0; index < points.length; index++) {
      this.#addAt(points[index] ?? 0, value * (weights[index] ?? 0), depth);
    }
  }

  /** Adds the integrand at t. */
  #addAt(t: number, scale: number, depth: number): void {
    let product = scale;
    for (let index = 0; index < depth; index++) product *= this.#factor(this.#path[index] ?? 0, t);
    for (let index = 0; index < depth; index++) {
      const feature = this.#path[index] ?? 0;
      const difference = (this.#follows[feature] ?? 0) - (this.#share[feature] ?? 0);
      this.parts[feature] = (this.parts[feature] ?? 0) + (difference * product) / this.#factor(feature, t);
    }
  }

  #factor(feature: number, t: number): number {
    return t * (this.#follows[feature] ?? 0) + (1 - t) * (this.#share[feature] ?? 0);
  }
}

interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}
const rules = new Map<number, Quadrature>();

/** Points and weights on [0, 1] that integrate polynomials up to degree 2n − 1 exactly. */
function gaussLegendre(n: number): Quadrature {
  const known = rules.get(n);
  if (known !== undefined) return known;
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let index = 0; index < n; index++) {
    // Newton's method from Tricomi's estimate of the root of the Legendre polynomial.
    let x = Math.cos((Math.PI * (index + 0.75)) / (n + 0.5));
    let { slope, value } = legendre(n, x);
    for (let step = 0; step < 20 && Math.abs(value) > 1e-16; step++) {
      x -= value / slope;
      ({ slope, value } = legendre(n, x));
    }
    points[index] = (1 + x) / 2;
    weights[index] = 1 / ((1 - x * x) * slope * slope);
  }
  const rule = { points, weights };
  rules.set(n, rule);
  return rule;
}

/** Pₙ(x) and its slope, by Bonnet's recursion. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [before, value] = [0, 1];
  for (let k = 1; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (n * (x * value - before)) / (x * x - 1) };
}
