import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { type ErrorCode, nearestName, type Problem, SDK_VERSION, StrataError } from '#sdk';
import { type Manifest, manifestSchema } from './manifest.js';

/** A plugin's folder with its manifest, before any of its code is loaded. */
export interface FoundPlugin {
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** All plugin folders: those of each directory sorted by name, then the single ones. A missing directory has none. */
export async function findPluginFolders(directories: readonly string[], single: readonly string[]): Promise<string[]> {
  const found = await Promise.all(directories.map((directory) => subfolders(resolve(directory))));
  return [...found.flat(), ...single.map((folder) => resolve(folder))];
}

async function subfolders(directory: string): Promise<string[]> {
  if (!existsSync(directory)) return [];
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !/^\.|^node_modules$/.test(entry.name))
    .map((entry) => join(directory, entry.name))
    .sort();
}

/** One thing that must be right about a manifest; its code is thrown where it is not. */
interface ManifestCheck {
  readonly code: ErrorCode;
  readonly passes: (manifest: Manifest, folder: string, known: ReadonlyMap<string, unknown>) => boolean;
  readonly problem: (manifest: Manifest, folder: string) => Problem;
}

const CHECKS: readonly ManifestCheck[] = [
  {
    code: 'PLUGIN_ID_MISMATCH',
    passes: ({ id }, folder) => id === basename(folder),
    problem: ({ id }, folder) => ({ pointer: '/id', message: `The id is "${id}".`, expected: basename(folder) }),
  },
  {
    code: 'PLUGIN_DUPLICATE',
    passes: ({ id }, _, known) => !known.has(id),
    problem: ({ id }) => ({ pointer: '/id', message: `Another folder has a plugin "${id}".`, expected: 'a unique id' }),
  },
  {
    code: 'PLUGIN_SDK_MISMATCH',
    passes: ({ sdk }) => validRange(sdk) !== null && satisfies(SDK_VERSION, sdk),
    problem: ({ sdk }) => ({
      pointer: '/sdk',
      message: `The plugin works with SDK ${sdk}.`,
      expected: `a semver range with ${SDK_VERSION}, such as ^${SDK_VERSION}`,
    }),
  },
  {
    code: 'PLUGIN_LOAD_FAILED',
    passes: ({ main }, folder) => existsSync(join(folder, `${main}.js`)),
    problem: ({ main }) => ({ pointer: '/main', message: `There is no ${main}.js.`, expected: 'a compiled module' }),
  },
];

/** Reads and checks a folder's manifest. Throws the code of the first check that fails. */
export async function readManifest(folder: string, known: ReadonlyMap<string, unknown>): Promise<FoundPlugin> {
  const file = join(folder, 'plugin.json');
  const manifest = parseManifest(file, await readFile(file, 'utf8').catch(() => null));
  const failed = CHECKS.find(({ passes }) => !passes(manifest, folder, known));
  if (failed === undefined) return { folder, manifest };
  throw new StrataError(failed.code, `The plugin in ${folder} was not admitted.`, {
    problems: [{ file, ...failed.problem(manifest, folder) }],
  });
}

function parseManifest(file: string, text: string | null): Manifest {
  if (text === null) throw invalid(file, [{ file, message: 'There is no plugin.json.' }]);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid(file, [{ file, message: `Not JSON: ${String(error)}` }]);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const known = Object.keys(manifestSchema.shape);
  const problems = parsed.error.issues.flatMap((issue): Problem[] => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ file, pointer: issue.path.map((part) => `/${String(part)}`).join(''), message: issue.message }];
    }
    return issue.keys.map((key) => {
      const nearest = nearestName(key, known);
      return { file, pointer: `/${key}`, message: 'Unknown key.', ...(nearest === undefined ? {} : { nearest }) };
    });
  });
  throw invalid(file, problems);
}

function invalid(file: string, problems: Problem[]): StrataError {
  return new StrataError('PLUGIN_MANIFEST_INVALID', `The manifest ${file} is not valid.`, { problems });
}
