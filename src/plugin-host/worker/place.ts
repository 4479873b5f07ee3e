import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders of the plugins that this process has loaded, by id. */
const folders = new Map<string, string>();

/** From now on errors are placed in this plugin's files, too. */
export function placeIn(id: string, folder: string): void {
  folders.set(folder + sep, id);
}

/** The first line of an error's stack that lies in a plugin, as `id/file:line:column`; undefined where none does. */
export function placeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return undefined;
  for (const [, url = '', line = '', column] of error.stack.matchAll(/(file:\/\/\S+?):(\d+)(?::(\d+))?(?=\)?$)/gm)) {
    const place = placeOfFile(url);
    if (place !== undefined) return `${place}:${line}${column === undefined ? '' : `:${column}`}`;
  }
  return undefined;
}

const MOST_FILES = 100;

/** Where a file of the plugin cannot be parsed: the error that importing it gives does not say. */
export function misspeltPlace(id: string, folder: string): string | undefined {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.m?js$/.test(file) && !file.includes('node_modules'))
    .slice(0, MOST_FILES);
  for (const file of files) {
    const { status, stderr } = spawnSync(process.execPath, ['--check', join(folder, file)], { encoding: 'utf8' });
    const line = /:(\d+)$/m.exec(stderr)?.[1];
    if (status !== 0 && line !== undefined) return `${id}/${file.split(sep).join('/')}:${line}`;
  }
  return undefined;
}

function placeOfFile(url: string): string | undefined {
  const file = fileURLToPath(url);
  for (const [folder, id] of folders) {
    if (file.startsWith(folder)) return `${id}/${relative(folder, file).split(sep).join('/')}`;
  }
  return undefined;
}
