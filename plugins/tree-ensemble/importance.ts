import { type FeatureColumn, type TrainingRun } from '#sdk';
import { type Tree } from './grow.js';

const SHOWN = 20;

/** Logs each feature's share in all that the splits saved of the training loss, the most important first. */
export function logImportance(trees: readonly Tree[], columns: readonly FeatureColumn[], run: TrainingRun): void {
  const gains = gainByFeature(trees, columns.length);
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  if (total === 0) return;
  const ordered = [...gains.keys()].sort((a, b) => (gains[b] ?? 0) - (gains[a] ?? 0) || a - b);
  const words = ordered
    .slice(0, SHOWN)
    .map((feature) => `${columns[feature]?.name ?? ''} ${((100 * (gains[feature] ?? 0)) / total).toFixed(1)} %`);
  run.log(`importance by gain: ${words.join(', ')}`);
}

/** What the splits on each feature saved. */
function gainByFeature(trees: readonly Tree[], features: number): Float64Array {
  const gains = new Float64Array(features);
  for (const { nodes } of trees) {
    for (const { branch } of nodes) {
      if (branch !== null) gains[branch.split.feature] = (gains[branch.split.feature] ?? 0) + branch.split.gain;
    }
  }
  return gains;
}
