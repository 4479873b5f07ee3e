import { type KnownPlugin, libraryOf } from '#strata/plugin-host/worker';
import { type BatchScorer, loadBatchScorer } from '#strata/scoring';
import { type BatchScorers } from './score-people.js';

/** Loads the models of a run into this thread. Throws what loading them throws. */
export async function loadScorers(
  models: Iterable<{ readonly id: string; readonly bytes: Uint8Array }>,
  plugins: readonly KnownPlugin[],
): Promise<BatchScorers> {
  const library = libraryOf(plugins);
  const scorers = new Map<string, BatchScorer>();
  for (const { id, bytes } of models) scorers.set(id, await loadBatchScorer(bytes, library));
  return scorers;
}
