import { type BagFit, type Division } from '../boosting/bag.js';
import { type Target, type Term } from '../boosting/bag-rows.js';
import { type FeatureBins } from '../model/bins.js';
import { type Candidate, meanOf, pairBins, weightsOf } from './interactions.js';
import { type Curve, type Model, type Pair, SIDE } from '../model/model.js';

/** Sweeps over a pair's rows and columns: each halves what is left at least, and rarely many are needed. */
const SWEEPS = 50;

/** What all bags learned. */
export interface Learned {
  readonly task: Model['task'];
  readonly intercept: number;
  readonly features: readonly FeatureBins[];
  readonly curves: readonly Term[];
  readonly learned: readonly BagFit[];
  readonly pairs: readonly Candidate[];
  readonly pairFits: readonly BagFit[];
  readonly target: Target;
  readonly divisions: readonly Division[];
}

/**
 * The mean of all bags as one model: pairs keep only what no curve can say (purified as Lengerich et al., 2020: every row and
 * column of a pair has mean 0), curves are centred, and what is left over everywhere is the intercept.
 */
export function assemble(all: Learned): Model {
  const { task, features, curves, learned, pairs, pairFits, target } = all;
  const weights = curves.map(({ bins, size }) => weightsOf(bins, target.weight, size));
  const bags = curves.map((_, position) =>
    learned.map(({ effects }) =>
      centred(effects[position] ?? new Float64Array(), weights[position] ?? new Float64Array()),
    ),
  );
  const effects = bags.map((own) => meanOf(own.map(({ effect }) => effect)));
  let intercept = all.intercept;
  for (const own of bags) for (const { mean } of own) intercept += mean / own.length;

  const kept = pairs.map((pair, position): Pair => {
    const effect = meanOf(pairFits.map((fit) => fit.effects[position] ?? new Float64Array(SIDE * SIDE)));
    const weight = weightsOf(pairBins(pair, curves), target.weight, SIDE * SIDE);
    purify(effect, weight, (side, cell, amount) => {
      const own = effects[pair.features[side]];
      pair.cells[side].forEach((to, bin) => {
        if (to === cell && own !== undefined) own[bin] = (own[bin] ?? 0) + amount;
      });
    });
    return { ...pair, effect: Float32Array.from(effect), weight: shares(weight) };
  });
  const factor = jackknifeFactor(all.divisions);
  const finished = effects.map((effect, position): Curve => {
    const { effect: flat, mean } = centred(effect, weights[position] ?? new Float64Array());
    intercept += mean;
    return {
      effect: Float32Array.from(flat),
      error: standardErrors(bags[position]?.map((bag) => bag.effect) ?? [], factor),
      weight: shares(weights[position] ?? new Float64Array()),
    };
  });
  return { task, intercept, features, curves: finished, pairs: kept };
}

function centred(
  effect: Float64Array,
  weights: Float64Array,
): { readonly effect: Float64Array; readonly mean: number } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = effect.reduce((sum, own, bin) => sum + own * (weights[bin] ?? 0), 0) / Math.max(total, Number.MIN_VALUE);
  return { effect: effect.map((own) => own - mean), mean };
}

/** Moves the mean of each row and column of the grid out, until none is left. */
function purify(
  effect: Float64Array,
  weight: Float64Array,
  move: (side: 0 | 1, cell: number, amount: number) => void,
): void {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let most = 0;
    for (const side of [0, 1] as const) {
      for (let cell = 0; cell < SIDE; cell++) {
        const mean = lineMean(effect, weight, side, cell);
        if (mean === 0) continue;
        for (let at = 0; at < SIDE; at++) {
          const index = side === 0 ? cell * SIDE + at : at * SIDE + cell;
          effect[index] = (effect[index] ?? 0) - mean;
        }
        move(side, cell, mean);
        most = Math.max(most, Math.abs(mean));
      }
    }
    if (most < 1e-7) return;
  }
}

function lineMean(effect: Float64Array, weight: Float64Array, side: 0 | 1, cell: number): number {
  let sum = 0;
  let total = 0;
  for (let at = 0; at < SIDE; at++) {
    const index = side === 0 ? cell * SIDE + at : at * SIDE + cell;
    sum += (effect[index] ?? 0) * (weight[index] ?? 0);
    total += weight[index] ?? 0;
  }
  return total > 0 ? sum / total : 0;
}

/**
 * Bags share most of their rows and so differ by less than new data would: the delete-d jackknife (Shao and Wu, 1989)
 * stretches their variance by rows kept over rows left out.
 */
function jackknifeFactor(divisions: readonly Division[]): number {
  const [{ taught, held } = { taught: [], held: [] }] = divisions;
  return held.length > 0 ? taught.length / held.length : 1;
}

function standardErrors(bags: readonly Float64Array[], factor: number): Float32Array {
  const mean = meanOf(bags);
  const variance = meanOf(bags.map((bag) => bag.map((own, bin) => (own - (mean[bin] ?? 0)) ** 2)));
  return Float32Array.from(variance, (own) => Math.sqrt(own * factor));
}

function shares(weights: Float64Array): Float32Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float32Array.from(weights, (weight) => weight / Math.max(total, Number.MIN_VALUE));
}
