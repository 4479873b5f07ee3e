import { readFile, rename, writeFile } from 'node:fs/promises';

/** Makes something once, and from then on reads what was made. */
export async function kept<T>(path: string, make: () => Promise<T>): Promise<T> {
  const found = await readJson<T>(path);
  if (found !== undefined) return found;
  const made = await make();
  await writeJson(path, made);
  return made;
}

/** What a file holds; undefined where there is none. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** Writes a file whole, or not at all. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.part`, JSON.stringify(value));
  await rename(`${path}.part`, path);
}
