import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Context {
  readonly parentURL?: string;
}
type NextResolve = (specifier: string, context: Context) => Promise<unknown>;

const SDK = new URL('../../sdk/index.js', import.meta.url).href;
/** The names of the SDK: inside of this package, and of the package that is installed elsewhere. */
const SDK_NAMES = ['#sdk', '@strata/sdk'];
/** What is there for every plugin, whether it brings it along or not. */
const GIVEN = ['zod'];
/** What was built of this package; everything else that lies in no node_modules is a plugin's. */
const OWN = new URL('../../', import.meta.url).href;

/**
 * A module resolution hook (node:module `register`) for plugins that live outside of this package. They import the SDK,
 * which is this package's, their own files, and npm packages that their package.json names; what of these they do not
 * bring along is taken from ours. Node's own modules are refused: a plugin has no files, no network and no processes.
 * That is a promise kept by honest plugins, not a sandbox.
 */
export async function resolve(specifier: string, context: Context, next: NextResolve): Promise<unknown> {
  if (SDK_NAMES.includes(specifier)) return next(SDK, context);
  const importer = importingPlugin(context);
  if (importer !== undefined) refuse(specifier, importer);
  try {
    return await next(specifier, context);
  } catch (error) {
    if (/^[./#]|^\w+:/.test(specifier)) throw error;
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
}

/** The plugin's file that imports, where it is one. */
function importingPlugin({ parentURL }: Context): string | undefined {
  if (parentURL === undefined || parentURL.startsWith(OWN) || /\/node_modules\//.test(parentURL)) return undefined;
  return parentURL.startsWith('file:') ? fileURLToPath(parentURL) : undefined;
}

/** @throws Error for what a plugin may not import */
function refuse(specifier: string, importer: string): void {
  const may = 'A plugin imports the SDK, its own files, zod, and the npm packages that its package.json names.';
  const file = relative(dirname(dirname(importer)), importer);
  if (isBuiltin(specifier)) throw new Error(`${file} imports "${specifier}", a module of Node.js. ${may}`);
  if (/^(?!file:)\w+:/.test(specifier)) throw new Error(`${file} imports "${specifier.slice(0, 100)}". ${may}`);
  if (/^[./#]|^file:/.test(specifier)) return;
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (GIVEN.includes(name) || isDeclared(name, dirname(importer))) return;
  throw new Error(`${file} imports "${name}", which no package.json of the plugin names. ${may}`);
}

type Manifest = Partial<Readonly<Record<string, Readonly<Record<string, string>>>>>;

/** True where the nearest package.json depends on the package. */
function isDeclared(name: string, folder: string): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return dirname(folder) !== folder && isDeclared(name, dirname(folder));
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return ['dependencies', 'peerDependencies', 'optionalDependencies'].some(
    (kind) => manifest[kind]?.[name] !== undefined,
  );
}
