import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { StrataError } from '#sdk';

/**
 * Opens a file to write and puts its beginning there; it is closed again where that cannot be written.
 *
 * @param flags of `open`
 */
export async function openOutput(path: string, flags: 'w' | 'wx', beginning: string | Uint8Array): Promise<FileHandle> {
  const file = await open(path, flags);
  try {
    await file.writeFile(beginning);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Refuses to write over what is read: also where the same file goes by another path, or by a link.
 *
 * @throws StrataError BAD_USAGE
 */
export async function refuseInput(out: string, inputs: readonly (string | undefined)[]): Promise<void> {
  for (const input of inputs) {
    if (input === undefined || !(await isSameFile(out, input))) continue;
    throw new StrataError('BAD_USAGE', `${out} is read: it would be written over.`, {
      problems: [
        { file: input, message: `${out} and ${input} are the same file`, expected: 'another file to write to' },
      ],
    });
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  if ((await placeOf(one)) === (await placeOf(other))) return true;
  const [a, b] = await Promise.all([one, other].map((file) => stat(file, { bigint: true }).catch(() => null)));
  return a != null && b != null && a.dev === b.dev && a.ino === b.ino;
}

/** Where a file is or will be, without links. */
async function placeOf(file: string): Promise<string> {
  const absolute = resolve(file);
  const folder = await realpath(dirname(absolute)).catch(() => dirname(absolute));
  return await realpath(absolute).catch(() => join(folder, basename(absolute)));
}
