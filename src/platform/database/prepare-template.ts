import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database } from './database.js';
import { openEmbedded } from './open-database.js';
import { removeFolder, type TemplateContents, templateOf, TEMPLATES, templateVersion } from './home/template.js';

/**
 * Makes the template of the embedded database, from which every new home and every test starts: initialising one in
 * WebAssembly takes seconds, copying one a tenth of a second. Does nothing where it exists for the present migrations;
 * older templates are deleted. Part of building (scripts/build.mjs).
 */
export async function prepareTemplate(): Promise<void> {
  const version = templateVersion();
  if (!existsSync(templateOf(version).contents)) await makeTemplate(version);
  for (const name of readdirSync(TEMPLATES)) {
    if (!name.startsWith(version)) removeFolder(join(TEMPLATES, name));
  }
}

async function makeTemplate(version: string): Promise<void> {
  // Several builds may run at once; the first that is ready wins.
  const draft = `${version}.${String(process.pid)}`;
  const { contents, files } = templateOf(draft);
  mkdirSync(join(TEMPLATES, draft), { recursive: true });
  const folder = join(TEMPLATES, draft, 'database');
  const database = await openEmbedded(folder);
  await dropOthers(database);
  await beginLogAnew(database);
  await database.close();
  const { list, bytes } = readFolder(folder);
  writeFileSync(contents, JSON.stringify(list));
  writeFileSync(files, bytes);
  removeFolder(folder);
  try {
    renameSync(join(TEMPLATES, draft), join(TEMPLATES, version));
  } catch (error) {
    removeFolder(join(TEMPLATES, draft));
    if (!existsSync(templateOf(version).contents)) throw error;
  }
}

/** A home has one database: those that others would be made from are two thirds of its files. */
async function dropOthers(database: Database): Promise<void> {
  await database.run(async (manager) => {
    await manager.query('update pg_database set datistemplate = false');
    for (const name of ['template0', 'template1']) await manager.query(`drop database ${name}`);
  });
}

/** What made the database is not in its log, of which nothing but zeros is left. */
async function beginLogAnew(database: Database): Promise<void> {
  await database.run(async (manager) => {
    await manager.query('set wal_recycle = off');
    await manager.query('select pg_switch_wal()');
    await manager.query('checkpoint');
  });
}

function readFolder(root: string): { readonly list: TemplateContents; readonly bytes: Uint8Array } {
  const folders: string[] = [];
  const files: TemplateContents['files'] = [];
  const parts: Buffer[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        folders.push(path);
        visit(path);
        continue;
      }
      const whole = readFileSync(join(root, path));
      const content = whole.subarray(0, whole.findLastIndex((byte) => byte !== 0) + 1);
      files.push({ path, bytes: content.byteLength, zeros: whole.byteLength - content.byteLength });
      parts.push(content);
    }
  };
  visit('');
  return { list: { folders, files }, bytes: Buffer.concat(parts) };
}
