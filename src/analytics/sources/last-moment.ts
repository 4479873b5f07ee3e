import { type Analysis } from '#strata/engine';
import { lastMomentOf } from '#strata/profiles/facts';
import { openMemory } from '#strata/tables';
import { type AnalysisSource } from '../contract/index.js';

const DAY = 86_400_000;

/**
 * The moment that a result is of where nobody says another one: of a file the end of the day (UTC) of its last event, so that the
 * same file gives the same result on any day; of what is stored, and of a file without moments, `now`.
 *
 * @throws StrataError BAD_FILE
 */
export async function momentOf(
  source: AnalysisSource,
  document: Analysis & { readonly columns?: { readonly at?: string } },
  now: number,
): Promise<number> {
  if (source.kind === 'stored') return now;
  const { connection, close } = await openMemory();
  try {
    const last = await lastMomentOf(connection, source.file, document.columns?.at ?? 'at');
    return last === null ? now : Math.floor(last / DAY) * DAY + DAY - 1;
  } finally {
    close();
  }
}
