import { readFile, rename, writeFile } from 'node:fs/promises';
import { type z } from 'zod';
import { usableJson } from '#strata/platform/stored-json';

/** Makes something once, and from then on reads what was made; what is damaged is made again. */
export async function kept<T>(path: string, schema: z.ZodType<T>, make: () => Promise<T>): Promise<T> {
  const found = await readKept(path, schema);
  if (found !== undefined) return found;
  const made = await make();
  await writeJson(path, made);
  return made;
}

/** What a file holds; undefined where there is none, or it holds something else. */
export async function readKept<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : usableJson(schema, text);
}

/** Writes a file whole, or not at all. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.part`, JSON.stringify(value));
  await rename(`${path}.part`, path);
}
