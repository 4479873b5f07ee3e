import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '#strata/platform';

/** The shipped models ask for so many examples of either kind, … */
const MINIMUM = 300;
/** … which a small shop has not: then for as many as it has for sure. */
const CUSTOMERS_A_POSITIVE = 200;
/** What the shop tries beside the rules that Strata comes with. */
const TRIED = ['strategies/win-back-cart.json', 'strategies/choose-coupon.json', 'analyses/channels.json'];

/** Writes the rules that Strata comes with into a folder, with models that a shop of this size can train. @returns the folder */
export async function writeRules(
  folder: string,
  { users, epochs }: { readonly users: number; readonly epochs?: number },
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await cp(join(PACKAGE_ROOT, 'rules'), folder, { recursive: true });
  const examples = Math.min(MINIMUM, Math.round(users / CUSTOMERS_A_POSITIVE));
  const models = join(folder, 'models');
  for (const name of await readdir(models)) {
    const document = JSON.parse(await readFile(join(models, name), 'utf8')) as ModelFile;
    const minimum = { positives: examples, negatives: examples };
    const options =
      epochs === undefined || document.options === undefined ? {} : { options: { ...document.options, epochs } };
    await writeFile(join(models, name), `${JSON.stringify({ ...document, minimum, ...options }, null, 2)}\n`);
  }
  return folder;
}

interface ModelFile {
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Adds what the shop tries. */
export async function addTried(folder: string): Promise<void> {
  for (const file of TRIED) await cp(join(PACKAGE_ROOT, 'examples', file), join(folder, file));
}
