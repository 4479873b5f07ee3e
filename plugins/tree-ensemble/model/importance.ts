import { type FeatureColumn, type ModelDescription, type RawFrame, type TrainingRun } from '#sdk';
import { type Tree } from '../trees/grow.js';
import { type Model } from './model.js';

const SHOWN = 20;
/** Shares are kept to this many digits. */
const DIGITS = 6;

/** Each feature's share in all that the splits saved of the training loss; zeros where nothing was split. */
export function importanceOf(trees: readonly Tree[], features: number): number[] {
  const gains = new Float64Array(features);
  for (const { nodes } of trees) {
    for (const { branch } of nodes) {
      if (branch !== null) gains[branch.split.feature] = (gains[branch.split.feature] ?? 0) + branch.split.gain;
    }
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return Array.from(gains, (gain) => (total > 0 ? Number((gain / total).toFixed(DIGITS)) : 0));
}

/** Logs the shares, the most important first. */
export function logImportance(
  importance: readonly number[],
  columns: readonly FeatureColumn[],
  run: TrainingRun,
): void {
  if (importance.every((share) => share === 0)) return;
  const words = [...importance.keys()]
    .sort((a, b) => (importance[b] ?? 0) - (importance[a] ?? 0) || a - b)
    .slice(0, SHOWN)
    .map((feature) => `${columns[feature]?.name ?? ''} ${(100 * (importance[feature] ?? 0)).toFixed(1)} %`);
  run.log(`importance by gain: ${words.join(', ')}`);
}

/** The importance by name. Trees are no sum of curves, so there are none: contributions of people show the effects. */
export function describe({ importance, task }: Model, { columns }: RawFrame): ModelDescription {
  return {
    link: task === 'binary' ? 'logit' : 'identity',
    importance: importance.map((share, feature) => ({ feature: columns[feature]?.name ?? '', share })),
    curves: [],
    pairs: [],
  };
}
