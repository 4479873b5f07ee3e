import { type BagFit } from '../boosting/bag.js';
import { type Target, type Term } from '../boosting/bag-rows.js';
import { type FeatureBins } from '../model/bins.js';
import { SIDE, sigmoid } from '../model/model.js';
import { type Options } from './options.js';
import { pairStep, pairStrength } from '../boosting/pair-step.js';
import { BINS, type Direction, type Sums } from '../boosting/sums.js';

/** Two features that may act together, and how their bins fall into the rows and columns of the grid. */
export interface Candidate {
  readonly features: readonly [number, number];
  readonly cells: readonly [Uint8Array, Uint8Array];
}

/** Pairs are looked for among so many features, those whose curves move most. */
const MOST_FEATURES = 40;

/**
 * The pairs that would save most of the loss that the curves leave, by the best tree over a coarse grid: the idea of FAST
 * (Lou et al., 2013). Features whose curves must be monotone stay out, since a pair could bend them.
 */
export function candidatePairs(known: {
  readonly features: readonly FeatureBins[];
  readonly curves: readonly Term[];
  readonly learned: readonly BagFit[];
  readonly links: readonly Float64Array[];
  readonly target: Target;
  readonly directions: readonly Direction[];
  readonly options: Options;
  readonly signal: AbortSignal;
}): Candidate[] {
  const { features, curves, learned, links, target, directions, options, signal } = known;
  const cells = curves.map(({ bins, size }, position) => {
    const effect = meanOf(learned.map(({ effects }) => effects[position] ?? new Float64Array(size)));
    return coarseCells(features[position], weightsOf(bins, target.weight, size), effect);
  });
  const eligible = strongest(learned, curves, target.weight).filter((position) => directions[position] === 0);
  const slopes = slopesOf(target, meanOf(links));
  const ranked: (Candidate & { readonly strength: number })[] = [];
  for (const [rank, first] of eligible.entries()) {
    for (const second of eligible.slice(rank + 1)) {
      signal.throwIfAborted();
      const pair = candidate(first, second, cells);
      ranked.push({ ...pair, strength: pairStrength(sumsOf(pairBins(pair, curves), slopes), options) });
    }
  }
  return ranked
    .filter(({ strength }) => strength > 0)
    .sort((a, b) => b.strength - a.strength || a.features[0] - b.features[0] || a.features[1] - b.features[1])
    .slice(0, options.interactions)
    .map((pair) => ({ features: pair.features, cells: pair.cells }));
}

function candidate(first: number, second: number, cells: readonly Uint8Array[]): Candidate {
  const [low, high] = [Math.min(first, second), Math.max(first, second)];
  return { features: [low, high], cells: [cells[low] ?? new Uint8Array(), cells[high] ?? new Uint8Array()] };
}

/** A pair as a term: a row's bin is its cell of the grid. */
export function pairTerm(pair: Candidate, curves: readonly Term[], options: Options): Term {
  return { bins: pairBins(pair, curves), size: SIDE * SIDE, stepper: () => pairStep(options) };
}

/** The cell of the grid of every row of the training set. */
export function pairBins({ features, cells }: Candidate, curves: readonly Term[]): Uint8Array {
  const first = curves[features[0]]?.bins ?? new Uint8Array();
  const second = curves[features[1]]?.bins ?? new Uint8Array();
  const bins = new Uint8Array(first.length);
  for (let row = 0; row < bins.length; row++) {
    bins[row] = (cells[0][first[row] ?? 0] ?? 0) * SIDE + (cells[1][second[row] ?? 0] ?? 0);
  }
  return bins;
}

/**
 * The row or column of each bin: 0 for missing values of a number, then equally full stretches; categories in the order of
 * their effects.
 */
function coarseCells(feature: FeatureBins | undefined, weights: Float64Array, effect: Float64Array): Uint8Array {
  const bins = Array.from(weights.keys());
  const isNumber = feature?.type === 'number';
  const ordered = isNumber ? bins.slice(1) : bins.sort((a, b) => (effect[a] ?? 0) - (effect[b] ?? 0) || a - b);
  const first = isNumber ? 1 : 0;
  const sides = SIDE - first;
  const total = ordered.reduce((sum, bin) => sum + (weights[bin] ?? 0), 0);
  const cells = new Uint8Array(weights.length);
  let before = 0;
  ordered.forEach((bin, index) => {
    const middle = (before + (weights[bin] ?? 0) / 2) / Math.max(total, Number.MIN_VALUE);
    cells[bin] = first + (ordered.length <= sides ? index : Math.min(sides - 1, Math.floor(middle * sides)));
    before += weights[bin] ?? 0;
  });
  return cells;
}

function strongest(learned: readonly BagFit[], curves: readonly Term[], weight: Float64Array): number[] {
  const sizes = curves.map(({ bins, size }, position) => {
    const effect = meanOf(learned.map(({ effects }) => effects[position] ?? new Float64Array(size)));
    const weights = weightsOf(bins, weight, size);
    const total = weights.reduce((sum, own) => sum + own, 0);
    const mean = effect.reduce((sum, own, bin) => sum + own * (weights[bin] ?? 0), 0) / total;
    return effect.reduce((sum, own, bin) => sum + Math.abs(own - mean) * (weights[bin] ?? 0), 0);
  });
  return Array.from(sizes.keys())
    .sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b)
    .slice(0, MOST_FEATURES);
}

/** Weight in each bin. */
export function weightsOf(bins: Uint8Array, weight: Float64Array, size: number): Float64Array {
  const weights = new Float64Array(size);
  for (let row = 0; row < bins.length; row++) {
    const bin = bins[row] ?? 0;
    weights[bin] = (weights[bin] ?? 0) + (weight[row] ?? 0);
  }
  return weights;
}

/** Mean of arrays of one length. */
export function meanOf(arrays: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(arrays[0]?.length ?? 0);
  for (const array of arrays) {
    for (let index = 0; index < mean.length; index++) {
      mean[index] = (mean[index] ?? 0) + (array[index] ?? 0) / arrays.length;
    }
  }
  return mean;
}

interface Slopes {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

function slopesOf({ task, label, weight }: Target, links: Float64Array): Slopes {
  const predicted = task === 'binary' ? links.map(sigmoid) : links;
  return {
    gradient: predicted.map((value, row) => (weight[row] ?? 0) * (value - (label[row] ?? 0))),
    hessian: predicted.map((value, row) => (weight[row] ?? 0) * (task === 'binary' ? value * (1 - value) : 1)),
  };
}

function sumsOf(bins: Uint8Array, slopes: Slopes): Sums {
  const [gradient, hessian, rows] = [new Float64Array(BINS), new Float64Array(BINS), new Float64Array(BINS)];
  for (let row = 0; row < bins.length; row++) {
    const bin = bins[row] ?? 0;
    gradient[bin] = (gradient[bin] ?? 0) + (slopes.gradient[row] ?? 0);
    hessian[bin] = (hessian[bin] ?? 0) + (slopes.hessian[row] ?? 0);
    rows[bin] = (rows[bin] ?? 0) + 1;
  }
  return { gradient, hessian, rows };
}
