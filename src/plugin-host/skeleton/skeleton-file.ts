import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PluginKindCode, SDK_VERSION } from '#sdk';
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

/** What a kind without tasks writes into the files of a new plugin. */
interface KindTexts {
  readonly kind: PluginKindCode;
  readonly module: (isOutside: boolean) => string;
  readonly outsideTest: (id: string) => string;
  readonly spec: (id: string) => string;
  /** @param check how the plugin is checked, in a sentence */
  readonly readme: (id: string, check: string) => string;
}

/** Manifest, module, test and README of a new plugin of a kind without tasks. */
export function pluginFiles(id: string, home: PluginHome, texts: KindTexts): readonly SkeletonFile[] {
  const { kind, module, outsideTest, spec, readme } = texts;
  const manifest = { id, version: '0.1.0', sdk: `^${SDK_VERSION}`, kind, title: titleOf(id), main: 'index' };
  const isOutside = home === 'outside';
  const check = isOutside
    ? '`npm install && npm test` runs its test, `strata plugin check .` the contract suite.'
    : `\`npm run build && strata plugin check ${id}\` runs the contract suite.`;
  return [
    jsonFile('plugin.json', manifest),
    ...(isOutside ? [jsonFile('package.json', packageOf(id))] : []),
    { name: isOutside ? 'index.js' : 'index.ts', text: module(isOutside) },
    isOutside ? { name: 'index.test.js', text: outsideTest(id) } : { name: `${id}.spec.ts`, text: spec(id) },
    { name: 'README.md', text: readme(id, check) },
  ];
}
