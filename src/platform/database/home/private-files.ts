import { chmodSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Permissions that others have. */
const OTHERS = 0o077;
const SHARED_BY_INTENT = 0o1000;
const PRIVATE_FOLDER = 0o700;

/**
 * Creates the home where there is none, and takes from others what they may do in it: the home itself becomes 0700, its
 * files 0600. A folder that is shared by intent (a sticky one, such as /tmp) or belongs to another user stays as it is.
 *
 * @param parts names in the home that are Strata's own; other files in it are not touched
 */
export function keepPrivate(home: string, parts: readonly string[]): void {
  makeFolder(home, PRIVATE_FOLDER);
  if (process.platform === 'win32') return;
  close(home, statSync(home));
  for (const part of parts) closeAll(join(home, part));
}

/** `mkdirSync(…, { recursive: true })` never returns where the system refuses a folder as /proc does (Node 20). */
function makeFolder(path: string, mode?: number): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return;
  if (stats === undefined && dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path, { mode });
}

function closeAll(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isSymbolicLink()) return;
  close(path, stats);
  if (!stats.isDirectory()) return;
  for (const name of readdirSync(path)) closeAll(join(path, name));
}

function close(path: string, { mode, uid }: Stats): void {
  const isOwn = uid === process.geteuid?.();
  if ((mode & OTHERS) === 0 || (mode & SHARED_BY_INTENT) !== 0 || !isOwn) return;
  chmodSync(path, mode & 0o7777 & ~OTHERS);
}
