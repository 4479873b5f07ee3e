import { type KnownPlugin } from '#strata/plugin-host/worker';
import { type BatchScorer } from '#strata/scoring';
import { type BatchScorers } from './score-people.js';

/** Loads the models of a run into this thread. Throws what loading them throws. */
export async function loadScorers(
  models: Iterable<{ readonly id: string; readonly bytes: Uint8Array }>,
  plugins: readonly KnownPlugin[],
): Promise<BatchScorers> {
  const scorers = new Map<string, BatchScorer>();
  const chosen = [...models];
  if (chosen.length === 0) return scorers;
  // Each thread loads what it runs, and many runs ask no model.
  const [{ libraryOf }, { loadBatchScorer }] = await Promise.all([
    import('#strata/plugin-host/worker'),
    import('#strata/scoring'),
  ]);
  const library = libraryOf(plugins);
  for (const { id, bytes } of chosen) scorers.set(id, await loadBatchScorer(bytes, library));
  return scorers;
}
