import { type RawFrame } from '#sdk';
import { type FeatureBins, MISSING, writeBins } from './binning.js';
import { type Tree } from './grow.js';

/** A trained ensemble: the link of a score is the intercept and one leaf of every tree, added up. */
export interface Model {
  /** Binary: the link is the logit. */
  readonly task: 'binary' | 'regression';
  readonly intercept: number;
  readonly features: readonly FeatureBins[];
  readonly trees: Trees;
}

/** All trees' nodes as columns; the two children of a node are neighbours. */
export interface Trees {
  /** The first node of each tree. */
  readonly roots: Uint32Array;
  /** The feature a node asks for; {@link LEAF} for a leaf. */
  readonly feature: Uint16Array;
  /** Numbers: see {@link numberTest}. Categories: a position in `sets`. */
  readonly test: Uint16Array;
  /** A branch's left child. */
  readonly left: Uint32Array;
  /** A leaf's value. */
  readonly value: Float32Array;
  /** Training rows. */
  readonly count: Uint32Array;
  /** Sets of bins that go left, 256 bits each. */
  readonly sets: Int32Array;
}

export const LEAF = 0xffff;
/** Rows whose bins are held at a time. */
const BLOCK = 256;
const SET_WORDS = 8;

/**
 * A number goes left where bin − offset, as an unsigned number, is at most the low byte; the high byte is the offset: 0
 * where missing values (bin 0) go left, 1 where they go right, because 0 − 1 is then the largest number.
 */
function numberTest(last: number, missingLeft: boolean): number {
  return missingLeft ? last : (last - 1) | 0x100;
}

/** The trees as columns. @param valueOf a leaf's contribution to the link */
export function packTrees(trees: readonly Tree[], valueOf: (value: number) => number): Trees {
  const roots: number[] = [];
  const sets: number[] = [];
  const nodes = trees.flatMap(({ nodes: own }) => {
    const root = (roots.at(-1) ?? 0) + (trees[roots.length - 1]?.nodes.length ?? 0);
    roots.push(root);
    return own.map(({ branch, value, count }) => {
      if (branch === null) return { feature: LEAF, test: 0, left: 0, value: valueOf(value), count };
      const { test, feature } = branch.split;
      const left = root + branch.children;
      if (test.type === 'number') {
        return { feature, test: numberTest(test.last, test.missingLeft), left, value: 0, count };
      }
      return { feature, test: sets.push(...test.bins) / SET_WORDS - 1, left, value: 0, count };
    });
  });
  return {
    roots: Uint32Array.from(roots),
    feature: Uint16Array.from(nodes, ({ feature }) => feature),
    test: Uint16Array.from(nodes, ({ test }) => test),
    left: Uint32Array.from(nodes, ({ left }) => left),
    value: Float32Array.from(nodes, ({ value }) => value),
    count: Uint32Array.from(nodes, ({ count }) => count),
    sets: Int32Array.from(sets),
  };
}

/** Scores all rows, a block of rows tree by tree: a tree stays in the cache while the rows pass. */
export function score(model: Model, frame: RawFrame, out: Float64Array): void {
  const { features, trees, intercept, task } = model;
  const categories = Uint8Array.from(features, ({ type }) => Number(type === 'category'));
  const bins = new Uint8Array(Math.min(BLOCK, frame.rows) * features.length);
  for (let from = 0; from < frame.rows; from += BLOCK) {
    const rows = { from, to: Math.min(frame.rows, from + BLOCK) };
    binRows(model, frame, rows, bins);
    const block = out.subarray(rows.from, rows.to).fill(intercept);
    for (const root of trees.roots) addTree(trees, root, categories, bins, block);
    if (task === 'binary') for (let row = 0; row < block.length; row++) block[row] = sigmoid(block[row] ?? 0);
  }
}

/** The bins of some rows, row by row. */
export function binRows(
  { features }: Pick<Model, 'features'>,
  frame: RawFrame,
  rows: { readonly from: number; readonly to: number },
  out: Uint8Array,
): void {
  features.forEach((feature, position) => {
    const column = frame.columns[position];
    if (column) writeBins(feature, column, rows, out, { start: position, stride: features.length });
  });
}

function addTree(trees: Trees, root: number, categories: Uint8Array, bins: Uint8Array, out: Float64Array): void {
  const { feature, test, left, value, sets } = trees;
  const width = categories.length;
  for (let row = 0, at = 0; row < out.length; row++, at += width) {
    let node = root;
    for (let asked = feature[node] ?? LEAF; asked !== LEAF; asked = feature[node] ?? LEAF) {
      const right = goesRight(test[node] ?? 0, bins[at + asked] ?? MISSING, categories[asked] ?? 0, sets);
      node = (left[node] ?? 0) + right;
    }
    out[row] = (out[row] ?? 0) + (value[node] ?? 0);
  }
}

/** 0 where a bin goes left, 1 where it goes right. */
export function goesRight(test: number, bin: number, category: number, sets: Int32Array): number {
  if (category === 1) return 1 - (((sets[SET_WORDS * test + (bin >>> 5)] ?? 0) >>> (bin & 31)) & 1);
  return Number((bin - (test >>> 8)) >>> 0 > (test & 255));
}

export function sigmoid(link: number): number {
  return 1 / (1 + Math.exp(-link));
}
