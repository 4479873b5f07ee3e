import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#strata/platform/config';
import { PACKAGE_ROOT } from '#strata/platform';
import { configuredHost, openPluginHost } from '#strata/plugin-host';
import { skeletonFiles } from '#strata/plugin-host/skeleton';
import { frameOf } from '#strata/scoring/encoding';
import { SDK_VERSION } from '#sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'strata-sdk-'));
  run('npm', ['pack', join(PACKAGE_ROOT, 'dist', 'sdk-package'), '--pack-destination', home]);
  const [tarball = ''] = readdirSync(home).filter((file) => file.endsWith('.tgz'));
  install(join(home, 'node_modules'), join(home, tarball));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

/** As `npm install` of the tarball does, without a registry. */
function install(modules: string, tarball: string): void {
  mkdirSync(join(modules, '@strata', 'sdk'), { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, '@strata', 'sdk')]);
  const { dependencies } = JSON.parse(readFileSync(join(modules, '@strata', 'sdk', 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies))
    symlinkSync(join(PACKAGE_ROOT, 'node_modules', name), join(modules, name));
}

function run(command: string, argv: readonly string[], cwd = home): void {
  const { status, stdout, stderr } = spawnSync(command, argv, { cwd, encoding: 'utf8' });
  expect(status, `${command} ${argv.join(' ')}\n${stdout}${stderr}`).toBe(0);
}

/** Compiles a plugin against what is installed. */
function compile(source: string, options: readonly string[]): string {
  const out = join(home, 'plugins', 'rate-by-band');
  const tsc = join(PACKAGE_ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const usual = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom', '--skipLibCheck'];
  run(process.execPath, [tsc, source, '--outDir', out, ...usual, ...options]);
  return out;
}

test('is called and versioned as plugins name it, and brings its types', () => {
  const manifest = JSON.parse(
    readFileSync(join(home, 'node_modules', '@strata', 'sdk', 'package.json'), 'utf8'),
  ) as object;
  expect(manifest).toMatchObject({ name: '@strata/sdk', version: SDK_VERSION, type: 'module' });
});

test("the guide's plugin is compiled against it, and found in PLUGINS_DIR", async () => {
  writeFileSync(join(home, 'package.json'), '{"type":"module"}');
  cpSync(join(PACKAGE_ROOT, 'examples', 'plugins', 'rate-by-band'), join(home, 'source'), { recursive: true });
  const out = compile(join(home, 'source', 'index.js'), ['--allowJs', '--checkJs', '--strict', 'false']);
  cpSync(join(home, 'source', 'plugin.json'), join(out, 'plugin.json'));

  const config = loadConfig({ PLUGINS_DIR: join(home, 'plugins') });
  const host = await openPluginHost({ ...configuredHost(config), directories: [join(home, 'plugins')] });
  const recency = Float64Array.from({ length: 240 }, (_, row) => (row % 12) + 1);
  const columns = [{ name: 'recency', type: 'number' as const, values: recency }];
  const label = recency.map((months, row) => Number(months <= 3 || row % 20 === 0));
  const { bytes } = await host.train({ plugin: 'rate-by-band', task: 'binary', columns, label, seed: 1 });
  const scorer = await host.load(bytes);
  const { values } = await scorer.score(frameOf(scorer.features, [{ recency: 1 }, { recency: 11 }]));
  expect(values[0]).toBeGreaterThan(values[1]!);
  await host.close();
});

test('a plugin in TypeScript is checked by its types', () => {
  const text = skeletonFiles('basket-size', 'package').find(({ name }) => name === 'index.ts')!.text;
  const source = join(home, 'typed.ts');
  writeFileSync(source, text.replace('#sdk', '@strata/sdk'));
  compile(source, ['--strict']);
  writeFileSync(source, text.replace('#sdk', '@strata/sdk').replace("input: 'raw'", "input: 'row'"));
  expect(() => compile(source, ['--strict'])).toThrow(/TS2322|TS2769|not assignable/);
});

test.each(['scorer', 'recommender'] as const)(
  'a new %s outside of the repository has a test that runs there',
  (kind) => {
    const folder = join(home, `new-${kind}`);
    mkdirSync(folder);
    for (const { name, text } of skeletonFiles('basket-size', 'outside', kind)) writeFileSync(join(folder, name), text);
    run(process.execPath, ['--test'], folder);
  },
);
