import { readdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type PGlite } from '@electric-sql/pglite';
import { createPglite } from './create-pglite.js';
import { damaged } from './bad-home.js';

/**
 * Opens the PGlite database in a folder; where nothing is there yet, makes one there first. It appears in one step, so
 * that whoever is interrupted leaves no half database behind.
 *
 * @throws StrataError BAD_HOME for a folder that holds something else, or that cannot be used
 */
export async function openEmbeddedFolder(folder: string): Promise<PGlite> {
  try {
    if (isNew(folder)) await makeDatabase(folder);
  } catch (error) {
    // Only here, and for the same reason: the database's thread has no use for the home's lock.
    const { refusedHome } = await import('../../home/index.js');
    throw refusedHome(dirname(folder), error);
  }
  return await createPglite(folder);
}

/** @throws StrataError BAD_HOME where something else is there */
function isNew(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return true;
  if (!stats.isDirectory()) throw damaged(folder, 'it is a file and not a folder');
  const names = readdirSync(folder);
  if (names.length === 0) return true;
  if (names.includes('PG_VERSION')) return false;
  const shown = names.sort().slice(0, 3).join(', ');
  throw damaged(folder, `what lies there is no database (${shown}${names.length > 3 ? ', …' : ''})`);
}

async function makeDatabase(folder: string): Promise<void> {
  // Only here: who opens a database that is there need not load it.
  const { copyTemplate, removeFolder } = await import('./template.js');
  const draft = `${folder}.new`;
  // Left by somebody who is gone: the lock of the home keeps others away.
  removeFolder(draft);
  if (!copyTemplate(draft)) await (await createPglite(draft)).close();
  // An empty folder may be there.
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) rmdirSync(folder);
  renameSync(draft, folder);
}
