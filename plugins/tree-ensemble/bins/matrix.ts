import { type FeatureColumn } from '#sdk';
import { BINS, binCount, type FeatureBins, writeBins } from './binning.js';
import { type Accumulate, compileKernel, GROUP, HISTOGRAM_BYTES, plainKernel } from './kernel.js';
import { webAssembly } from './webassembly.js';

const PAGE = 65_536;
/** Two sums a cell. */
const CELL = 2;

/**
 * All that the innermost loops touch, in one memory: the bins of each four features as one word a row, the row numbers
 * (which growing a tree sorts by leaf), each row's pair of sums, and a pool of histograms.
 */
export class Matrix {
  readonly features: readonly FeatureBins[];
  readonly rows: number;
  /** Row numbers; a node's rows are a range of it. */
  readonly order: Int32Array;
  /** Two sums a row: the gradient, and hessian and count in one number (see `gradients.ts`). */
  readonly pairs: Float64Array;
  readonly #bytes: Uint8Array;
  readonly #accumulate: Accumulate;
  readonly #groups: number;
  readonly #cells: Float64Array;
  readonly #free: number[];
  readonly backend: 'wasm' | 'javascript';

  /** @param histograms that may be held at the same time */
  constructor(features: readonly FeatureBins[], columns: readonly FeatureColumn[], rows: number, histograms: number) {
    this.features = features;
    this.rows = rows;
    this.#groups = Math.max(1, Math.ceil(features.length / GROUP));
    const cells = this.#groups * GROUP * BINS * CELL;
    const sizes = [this.#groups * rows * GROUP, rows * 4, rows * 16, histograms * cells * 8].map(aligned);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const memory = new webAssembly.Memory({ initial: Math.ceil(total / PAGE) + 1 });
    const [words = 0, order = 0, pairs = 0] = sizes;
    this.#bytes = new Uint8Array(memory.buffer, 0, this.#groups * rows * GROUP);
    this.order = new Int32Array(memory.buffer, words, rows);
    this.pairs = new Float64Array(memory.buffer, words + order, rows * 2);
    this.#cells = new Float64Array(memory.buffer, words + order + pairs, histograms * cells);
    this.#free = Array.from({ length: histograms }, (_, slot) => histograms - 1 - slot);
    const compiled = compileKernel(memory);
    this.backend = compiled === null ? 'javascript' : 'wasm';
    this.#accumulate = compiled ?? plainKernel(memory);
    features.forEach((feature, position) => {
      const column = columns[position];
      const start = this.#start(position);
      if (column) writeBins(feature, column, { from: 0, to: rows }, this.#bytes, { start, stride: GROUP });
    });
  }

  /** Where a feature's bins begin in {@link bytes}; the next row's is {@link GROUP} bytes further. */
  #start(feature: number): number {
    return Math.floor(feature / GROUP) * this.rows * GROUP + (feature % GROUP);
  }

  /** A feature's bins, one every {@link GROUP} bytes. */
  binsOf(feature: number): Uint8Array {
    return this.#bytes.subarray(this.#start(feature));
  }

  binOf(feature: number, row: number): number {
    return this.#bytes[this.#start(feature) + GROUP * row] ?? 0;
  }

  /** Takes a histogram from the pool; -1 where none is left. */
  take(): number {
    return this.#free.pop() ?? -1;
  }

  give(slot: number): void {
    if (slot >= 0) this.#free.push(slot);
  }

  /** One feature's cells in a histogram: pairs of sums by bin. */
  cellsOf(slot: number, feature: number): Float64Array {
    const start = (slot * this.#groups * GROUP + feature) * BINS * CELL;
    return this.#cells.subarray(start, start + binCountOf(this.features[feature]) * CELL);
  }

  /** Sums the pairs of the rows in the range of `order` into a histogram, for all features. */
  fill(slot: number, from: number, to: number): void {
    const all = this.#all(slot).fill(0);
    if (to <= from) return;
    for (let group = 0; group < this.#groups; group++) {
      this.#accumulate(
        group * this.rows * GROUP,
        this.order.byteOffset + 4 * from,
        this.order.byteOffset + 4 * to,
        this.pairs.byteOffset,
        all.byteOffset + group * GROUP * HISTOGRAM_BYTES,
      );
    }
  }

  /** Takes one child's sums from its parent's: the other child's are left. */
  subtract(parent: number, child: number): void {
    const left = this.#all(parent);
    const taken = this.#all(child);
    for (let at = 0; at < left.length; at++) left[at] = (left[at] ?? 0) - (taken[at] ?? 0);
  }

  #all(slot: number): Float64Array {
    const size = this.#groups * GROUP * BINS * CELL;
    return this.#cells.subarray(slot * size, (slot + 1) * size);
  }
}

function binCountOf(feature: FeatureBins | undefined): number {
  return feature === undefined ? 0 : binCount(feature);
}

function aligned(size: number): number {
  return Math.ceil(size / 16) * 16;
}
