import { FullDisk, NO_ROOM } from '../failures/unavailable.js';
import { damaged } from './bad-home.js';

/** What PostgreSQL says before it gives up, without the moment and the process. */
const LAST_WORDS = /(?:FATAL|PANIC):\s+(.+)$/;
const DETAIL = /DETAIL:\s+(.+)$/;

/**
 * Why a PGlite database did not open, as far as PostgreSQL's own log tells: UNAVAILABLE where its disk is full, BAD_HOME
 * where its files are damaged or another version's. Every other error stays as it is.
 */
export function openingFailure(folder: string, log: readonly string[], error: unknown): unknown {
  if (log.some((line) => NO_ROOM.test(line))) return new FullDisk(error, folder);
  const at = log.findLastIndex((line) => LAST_WORDS.test(line));
  const words = LAST_WORDS.exec(log[at] ?? '')?.[1];
  if (words === undefined) return error;
  const detail = DETAIL.exec(log[at + 1] ?? '')?.[1];
  return damaged(folder, detail === undefined ? words : `${words} (${detail.replace(/\.$/, '')})`, error);
}
