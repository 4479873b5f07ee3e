import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '#strata/platform';

/** A file of a new plugin. */
export interface SkeletonFile {
  /** Relative to the plugin's folder. */
  readonly name: string;
  readonly text: string;
}

/** Where a new plugin goes: `package` for TypeScript inside this repository, `outside` for plain JavaScript elsewhere. */
export type PluginHome = 'package' | 'outside';

export function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The SDK is that of this installation; whoever has it from elsewhere changes the address. */
export function packageOf(id: string): object {
  const own = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
    readonly dependencies: { readonly zod: string };
  };
  return {
    name: id,
    version: '0.1.0',
    type: 'module',
    private: true,
    scripts: { test: 'node --test' },
    dependencies: { '@strata/sdk': `file:${join(PACKAGE_ROOT, 'dist', 'sdk-package')}`, zod: own.dependencies.zod },
  };
}

export function jsonFile(name: string, content: object): SkeletonFile {
  return { name, text: `${JSON.stringify(content, null, 2)}\n` };
}
