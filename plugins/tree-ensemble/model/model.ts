import { type RawFrame } from '#sdk';
import { BINS, type FeatureBins, MISSING, writeBins } from '../bins/binning.js';
import { type Tree } from '../trees/grow.js';
import { type Test } from '../trees/rules.js';

/** A trained ensemble: the link of a score is the intercept and one leaf of every tree, added up. */
export interface Model {
  /** Binary: the link is the logit. */
  readonly task: 'binary' | 'regression';
  readonly intercept: number;
  readonly features: readonly FeatureBins[];
  readonly trees: Trees;
  /** By feature: its share in all that the splits saved of the training loss; empty for models stored before it was kept. */
  readonly importance: readonly number[];
}

/** All trees' nodes as columns; the two children of a node are neighbours. */
export interface Trees {
  /** The first node of each tree. */
  readonly roots: Uint32Array;
  /** The feature a node asks for; {@link LEAF} for a leaf. */
  readonly feature: Uint16Array;
  /** Which bins go left: see {@link testOf}. */
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
/** Tests from here on are positions in `sets`; those below are thresholds, see {@link testOf}. */
const FIRST_SET = 512;
/** Words of a set of 256 bins. */
export const SET_WORDS = 8;

/** A test as a number: last bin that goes left + 256 where missing values do; categories: 512 + position in `sets`. */
function testOf(test: Test, sets: number[]): number {
  if (test.type === 'number') return test.last + (test.missingLeft ? 256 : 0);
  return FIRST_SET + sets.push(...test.bins) / SET_WORDS - 1;
}

/** The bins that each test sends right, {@link SET_WORDS} words of 32 bits a test: first all thresholds, then `sets`. */
export function rightSets(sets: Int32Array): Int32Array {
  const right = new Int32Array(THRESHOLDS.length + sets.length);
  right.set(THRESHOLDS);
  sets.forEach((word, index) => (right[THRESHOLDS.length + index] = ~word));
  return right;
}

const THRESHOLDS = thresholdSets();

function thresholdSets(): Int32Array {
  const right = new Int32Array(FIRST_SET * SET_WORDS);
  for (let test = 0; test < FIRST_SET; test++) {
    for (let bin = 0; bin < BINS; bin++) {
      if (bin === MISSING ? test >= 256 : bin <= (test & 255)) continue;
      const word = test * SET_WORDS + (bin >>> 5);
      right[word] = (right[word] ?? 0) | (1 << (bin & 31));
    }
  }
  return right;
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
      return { feature, test: testOf(test, sets), left: root + branch.children, value: 0, count };
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

export function sigmoid(link: number): number {
  return 1 / (1 + Math.exp(-link));
}
