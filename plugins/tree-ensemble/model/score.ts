import { type RawFrame } from '#sdk';
import { binRows, LEAF, type Model, rightSets, SET_WORDS, sigmoid, type Trees } from './model.js';

/** Rows whose bins are held at a time; a multiple of four. */
const BLOCK = 256;
/** Numbers a node takes in {@link Walk}. */
const STEP = 4;
/** The test of a threshold that every bin passes. */
const ALL_LEFT = 511;

/** The trees laid out for walking down many rows at once. */
interface Walk {
  /** Four numbers a node: feature, where its left child begins (the right one follows), where its set begins, none. */
  readonly nodes: Int32Array;
  /** The bins that go right. */
  readonly sets: Int32Array;
  /** By tree: questions on the longest way to a leaf. */
  readonly depths: Uint8Array;
}
const walks = new WeakMap<Trees, Walk>();

/** Scores all rows, a block of rows tree by tree: a tree stays in the cache while the rows pass. */
export function score(model: Model, frame: RawFrame, out: Float64Array): void {
  const { features, trees, intercept, task } = model;
  const walk = walkOf(trees);
  const height = Math.min(BLOCK, Math.ceil(frame.rows / 4) * 4);
  const bins = new Uint8Array(height * features.length);
  const links = new Float64Array(height);
  for (let from = 0; from < frame.rows; from += BLOCK) {
    const rows = { from, to: Math.min(frame.rows, from + BLOCK) };
    binRows(model, frame, rows, bins);
    links.fill(intercept);
    for (let tree = 0; tree < trees.roots.length; tree++) {
      addTree(walk, trees, tree, bins, features.length, links);
    }
    for (let row = rows.from; row < rows.to; row++) {
      const link = links[row - from] ?? 0;
      out[row] = task === 'binary' ? sigmoid(link) : link;
    }
  }
}

/**
 * Adds a tree's leaves to the links. Four rows go down in step, always as far as the deepest leaf, where a leaf leads to
 * itself: there is no branch to be guessed, and while one row waits for memory the others go on.
 */
function addTree(
  { nodes, sets, depths }: Walk,
  { roots, value }: Trees,
  tree: number,
  bins: Uint8Array,
  width: number,
  links: Float64Array,
): void {
  const root = STEP * (roots[tree] ?? 0);
  const depth = depths[tree] ?? 0;
  for (let row = 0; row < links.length; row += 4) {
    const first = row * width;
    const second = first + width;
    const third = second + width;
    const fourth = third + width;
    let [a, b, c, d] = [root, root, root, root];
    for (let step = 0; step < depth; step++) {
      const binA = bins[first + (nodes[a] ?? 0)] ?? 0;
      const binB = bins[second + (nodes[b] ?? 0)] ?? 0;
      const binC = bins[third + (nodes[c] ?? 0)] ?? 0;
      const binD = bins[fourth + (nodes[d] ?? 0)] ?? 0;
      a = (nodes[a + 1] ?? 0) + STEP * (((sets[(nodes[a + 2] ?? 0) + (binA >>> 5)] ?? 0) >>> (binA & 31)) & 1);
      b = (nodes[b + 1] ?? 0) + STEP * (((sets[(nodes[b + 2] ?? 0) + (binB >>> 5)] ?? 0) >>> (binB & 31)) & 1);
      c = (nodes[c + 1] ?? 0) + STEP * (((sets[(nodes[c + 2] ?? 0) + (binC >>> 5)] ?? 0) >>> (binC & 31)) & 1);
      d = (nodes[d + 1] ?? 0) + STEP * (((sets[(nodes[d + 2] ?? 0) + (binD >>> 5)] ?? 0) >>> (binD & 31)) & 1);
    }
    links[row] = (links[row] ?? 0) + (value[a / STEP] ?? 0);
    links[row + 1] = (links[row + 1] ?? 0) + (value[b / STEP] ?? 0);
    links[row + 2] = (links[row + 2] ?? 0) + (value[c / STEP] ?? 0);
    links[row + 3] = (links[row + 3] ?? 0) + (value[d / STEP] ?? 0);
  }
}

function walkOf(trees: Trees): Walk {
  const known = walks.get(trees);
  if (known !== undefined) return known;
  const nodes = new Int32Array(trees.feature.length * STEP);
  trees.feature.forEach((feature, node) => {
    const leaf = feature === LEAF;
    nodes[STEP * node] = leaf ? 0 : feature;
    nodes[STEP * node + 1] = STEP * (leaf ? node : (trees.left[node] ?? 0));
    nodes[STEP * node + 2] = SET_WORDS * (leaf ? ALL_LEFT : (trees.test[node] ?? 0));
  });
  const depths = Uint8Array.from(trees.roots, (root) => depthBelow(trees, root));
  const walk = { nodes, sets: rightSets(trees.sets), depths };
  walks.set(trees, walk);
  return walk;
}

function depthBelow(trees: Trees, node: number): number {
  if (trees.feature[node] === LEAF) return 0;
  const left = trees.left[node] ?? 0;
  return 1 + Math.max(depthBelow(trees, left), depthBelow(trees, left + 1));
}
