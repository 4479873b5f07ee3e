import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EntitySchema } from 'typeorm';
import { PACKAGE_ROOT } from '../index.js';

/** Rooms, and their inner folders. */
const DEPTH = 2;

/** The entities of all rooms: what the files called `*.entity.js` of `dist` export. */
export async function loadEntities(): Promise<readonly EntitySchema[]> {
  const rooms = foldersOf(join(PACKAGE_ROOT, 'dist')).filter((folder) => !folder.endsWith('plugins'));
  const files = rooms.flatMap((room) => entityFiles(room, DEPTH));
  const modules = await Promise.all(
    files.map((file): Promise<object> => import(/* @vite-ignore */ pathToFileURL(file).href)),
  );
  return modules.flatMap((module) => Object.values(module).filter((value) => value instanceof EntitySchema));
}

function entityFiles(folder: string, depth: number): readonly string[] {
  const own = readdirSync(folder).filter((name) => name.endsWith('.entity.js'));
  const inner = depth === 1 ? [] : foldersOf(folder).flatMap((within) => entityFiles(within, depth - 1));
  return [...own.map((name) => join(folder, name)), ...inner];
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort();
}
