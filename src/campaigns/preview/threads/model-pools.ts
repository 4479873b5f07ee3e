import { idKeys } from '#strata/engine/allocation';
import { type QualifiedPeople } from '#strata/engine/columns';
import { type PackedTexts } from '#strata/kernel/texts';
import { type BatchScorer } from '#strata/scoring';
import { featureColumns } from '../../selection/index.js';
import { type ModelPool } from './tasks.js';

interface PoolOptions {
  readonly scorers: ReadonlyMap<string, BatchScorer>;
  /** Of the people, 0 to 1; drawn by a hash of the id. */
  readonly share: number;
}

const KEYS = 2 ** 32;

/** The people of a block whom each model may have to score, with its features. */
export function poolsOf(
  { strategy, people, model: own, baseline }: QualifiedPeople,
  ids: PackedTexts,
  { scorers, share }: PoolOptions,
): readonly ModelPool[] {
  const keys = idKeys(ids);
  const drawn = (rows: Uint32Array): Uint32Array => rows.filter((row) => (keys[row] ?? 0) < share * KEYS);
  return [...scorers].map(([model, { features }]) => {
    const { needs } = strategy;
    const rows = Uint32Array.from([
      ...(needs.model.includes(model) ? drawn(own) : []),
      ...(needs.baseline.includes(model) ? drawn(baseline) : []),
    ]);
    return { model, rows: rows.length, columns: featureColumns(features, people.facts, rows) };
  });
}
