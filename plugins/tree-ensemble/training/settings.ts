import { type SeededRandom, type TrainingRun } from '#sdk';
import { type Grower, type Tree } from '../trees/grow.js';
import { type Matrix } from '../bins/matrix.js';
import { type Trees } from '../model/model.js';
import { type Options } from './options.js';
import { type Direction } from '../trees/rules.js';

/** The options, with everything that they leave open decided for this training set. */
export interface Settings extends Omit<Options, 'features' | 'monotone'> {
  /** How many features each split may choose from. */
  readonly features: number;
  /** By feature. */
  readonly directions: readonly Direction[];
}

export interface Target {
  readonly task: 'binary' | 'regression';
  readonly label: Float64Array;
  /** Mean 1. */
  readonly weight: Float64Array;
}

/** What a mode learns with. */
export interface Learning {
  readonly matrix: Matrix;
  readonly grower: Grower;
  readonly random: SeededRandom;
  readonly target: Target;
  readonly run: TrainingRun;
}

export interface Learned {
  readonly intercept: number;
  readonly trees: Trees;
  readonly grown: readonly Tree[];
}

/** The weighted mean label of some rows on the link's scale: what is said about everybody before there is a tree. */
export function interceptOf({ task, label, weight }: Target, rows: Int32Array): number {
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    sum += (weight[row] ?? 0) * (label[row] ?? 0);
    total += weight[row] ?? 0;
  }
  const mean = total > 0 ? sum / total : 0;
  return task === 'binary' ? logit(mean) : mean;
}

/** Kept away from infinity: a probability is never nearer to 0 or 1 than one in a million. */
export function logit(probability: number): number {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(inside / (1 - inside));
}
