import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '#strata/platform';

const BUILT = join(PACKAGE_ROOT, 'dist', 'web');

/** Where scripts and styles of the console lie. */
export const ASSETS = join(BUILT, 'assets');

/** Stands in the built page wherever the nonce of an answer belongs. */
const NONCE = '__nonce__';

/** The console's page, by which nonce its own scripts and styles are known. */
export async function builtPage(nonce: string): Promise<string> {
  return (await page()).replaceAll(NONCE, nonce);
}

let read: Promise<string> | undefined;
const page = (): Promise<string> => (read ??= readFile(join(BUILT, 'index.html'), 'utf8'));
