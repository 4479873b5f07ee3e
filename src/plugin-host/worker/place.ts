import { relative, sep } from 'node:path';
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

function placeOfFile(url: string): string | undefined {
  const file = fileURLToPath(url);
  for (const [folder, id] of folders) {
    if (file.startsWith(folder)) return `${id}/${relative(folder, file).split(sep).join('/')}`;
  }
  return undefined;
}
