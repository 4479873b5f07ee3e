import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configuredHost } from './directories.js';
import { openPluginHost } from './host.js';

const MANIFEST = { id: 'mean', version: '1.0.0', sdk: '^1.0.0', kind: 'scorer', title: 'Mean', tasks: ['binary'] };
const CODE = `
import { defineScorer } from '#sdk';
import { z } from 'zod';
export default defineScorer({
  options: z.strictObject({ prior: z.number().default(1) }), input: 'raw',
  train: () => 1, save: () => new Uint8Array(1), load: () => 1, score: (artefact, frame, out) => { out.fill(0.5); },
});
`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'strata-admission-'));
});
afterAll(() => rm(root, { recursive: true }));

let made = 0;
/** A directory of plugins: folder → manifest (an object or text) and code. */
async function directory(plugins: Record<string, { manifest?: unknown; code?: string }>): Promise<string> {
  const folder = join(root, String(made++));
  for (const [id, { manifest, code }] of Object.entries(plugins)) {
    await mkdir(join(folder, id), { recursive: true });
    await writeFile(join(folder, id, 'package.json'), '{"type":"module"}');
    const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
    if (manifest !== undefined) await writeFile(join(folder, id, 'plugin.json'), text);
    if (code !== undefined) await writeFile(join(folder, id, 'index.js'), code);
  }
  return folder;
}

describe('admission', () => {
  test('a plugin outside of the package finds the SDK and the packages it does not bring along', async () => {
    const host = await openPluginHost({ directories: [await directory({ mean: { manifest: MANIFEST, code: CODE } })] });
    expect([...host.plugins.keys()]).toEqual(['mean']);
    expect(host.plugins.get('mean')).toMatchObject({ optionsSchema: { type: 'object' } });
    expect(await host.parseOptions('mean', {})).toEqual({ ok: true, options: { prior: 1 } });
    expect(await host.parseOptions('mean', { priro: 2 })).toMatchObject({
      ok: false,
      problems: [{ pointer: '/priro', nearest: 'prior' }],
    });
    await expect(host.parseOptions('maen', {})).rejects.toThrow(expect.objectContaining({ code: 'PLUGIN_UNKNOWN' }));
    await host.close();
  });

  test('plugins are found in sorted order; a missing directory has none', async () => {
    const plugins = Object.fromEntries(
      ['c', 'a', 'b'].map((id) => [id, { manifest: { ...MANIFEST, id }, code: CODE }]),
    );
    const host = await openPluginHost({ directories: [join(root, 'nowhere'), await directory(plugins)] });
    expect([...host.plugins.keys()]).toEqual(['a', 'b', 'c']);
    await host.close();
  });

  test.each([
    ['no manifest', { mean: { code: CODE } }, 'PLUGIN_MANIFEST_INVALID'],
    ['a manifest that is not JSON', { mean: { manifest: '{', code: CODE } }, 'PLUGIN_MANIFEST_INVALID'],
    ['an unknown key', { mean: { manifest: { ...MANIFEST, titel: 'x' }, code: CODE } }, 'PLUGIN_MANIFEST_INVALID'],
    ['an id that is not its folder', { average: { manifest: MANIFEST, code: CODE } }, 'PLUGIN_ID_MISMATCH'],
    ['another SDK', { mean: { manifest: { ...MANIFEST, sdk: '^2.0.0' }, code: CODE } }, 'PLUGIN_SDK_MISMATCH'],
    ['no range', { mean: { manifest: { ...MANIFEST, sdk: 'newest' }, code: CODE } }, 'PLUGIN_SDK_MISMATCH'],
    ['no code', { mean: { manifest: MANIFEST } }, 'PLUGIN_LOAD_FAILED'],
    ['code that throws', { mean: { manifest: MANIFEST, code: 'throw new Error("no")' } }, 'PLUGIN_LOAD_FAILED'],
    ['code that ends its thread', { mean: { manifest: MANIFEST, code: 'process.exit(1)' } }, 'PLUGIN_LOAD_FAILED'],
    ['code that hangs', { mean: { manifest: MANIFEST, code: 'for (;;);' } }, 'PLUGIN_LOAD_TIMEOUT'],
    ['no default export', { mean: { manifest: MANIFEST, code: 'export const x = 1' } }, 'PLUGIN_DEFINITION_INVALID'],
    [
      'a definition without train',
      { mean: { manifest: MANIFEST, code: 'export default {}' } },
      'PLUGIN_DEFINITION_INVALID',
    ],
    [
      'options without a schema',
      { mean: { manifest: MANIFEST, code: CODE.replace(/z\.strictObject\(.*\}\)/, '{}') } },
      'PLUGIN_OPTIONS_SCHEMA_INVALID',
    ],
    [
      'options that are no object',
      { mean: { manifest: MANIFEST, code: CODE.replace(/z\.strictObject\(.*\}\)/, 'z.number()') } },
      'PLUGIN_OPTIONS_SCHEMA_INVALID',
    ],
  ])('%s stops the start and names the folder', async (_, plugins: Record<string, object>, code) => {
    const folder = await directory(plugins);
    const options = { directories: [folder], loadTimeLimitMs: code === 'PLUGIN_LOAD_TIMEOUT' ? 500 : 10_000 };
    await expect(openPluginHost(options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(join(folder, Object.keys(plugins)[0] ?? '')) as string,
    });
  });

  const importing = (line: string) => ({ mean: { manifest: MANIFEST, code: `${line}\n${CODE}` } });

  test.each([
    ["import { readFileSync } from 'node:fs';", 'imports "node:fs", a module of Node.js'],
    ["import 'child_process';", 'imports "child_process", a module of Node.js'],
    ["const { connect } = await import('node:net');", 'imports "node:net", a module of Node.js'],
    ["import 'data:text/javascript,0';", 'imports "data:text/javascript,0"'],
    ["import 'semver';", 'imports "semver", which no package.json of the plugin names'],
    ["import '@nestjs/common/x.js';", 'imports "@nestjs/common", which no package.json of the plugin names'],
  ])('a plugin that says %s is refused by name', async (line, message) => {
    const folder = await directory(importing(line));
    const opening = openPluginHost({ directories: [folder] });
    await expect(opening).rejects.toMatchObject({
      code: 'PLUGIN_LOAD_FAILED',
      problems: [expect.objectContaining({ message: expect.stringContaining(message) as string })],
    });
  });

  test('a plugin may import its own files, and packages that its package.json names', async () => {
    const folder = await directory(importing("import { satisfies } from 'semver';\nimport { own } from './own.js';"));
    const dependencies = { semver: '*' };
    await writeFile(join(folder, 'mean', 'package.json'), JSON.stringify({ type: 'module', dependencies }));
    await writeFile(join(folder, 'mean', 'own.js'), 'export const own = 1;');
    const host = await openPluginHost({ directories: [folder] });
    expect([...host.plugins.keys()]).toEqual(['mean']);
    await host.close();
  });

  test.each([
    ['throws', 'throw new Error("no")', 'no (mean/index.js:2:7)'],
    ['is misspelt', 'const x = = 1', /mean.index\.js:2/],
  ])('code that %s is refused with its file and line', async (_, line, place) => {
    const folder = await directory(importing(`\n${line}`));
    const error: unknown = await openPluginHost({ directories: [folder] }).catch((thrown: unknown) => thrown);
    const [problem] = (error as { problems: { message: string }[] }).problems;
    expect(problem?.message).toMatch(place);
  });

  test('two folders with one id stop the start', async () => {
    const directories = [
      await directory({ mean: { manifest: MANIFEST, code: CODE } }),
      await directory({ mean: { manifest: MANIFEST, code: CODE } }),
    ];
    await expect(openPluginHost({ directories })).rejects.toMatchObject({ code: 'PLUGIN_DUPLICATE' });
  });

  test('a PLUGINS_DIR that is not there is said', () => {
    const pluginsDir = join(root, 'nowhere');
    expect(() => configuredHost({ pluginsDir })).toThrow(
      expect.objectContaining({
        code: 'BAD_CONFIGURATION',
        problems: [expect.objectContaining({ pointer: '/PLUGINS_DIR' })],
      }),
    );
  });
});
