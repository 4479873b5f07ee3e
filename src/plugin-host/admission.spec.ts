import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPluginHost } from './index.js';

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
    expect(host.plugins.get('mean')).toMatchObject({ input: 'raw', optionsSchema: { type: 'object' } });
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

  test('two folders with one id stop the start', async () => {
    const directories = [
      await directory({ mean: { manifest: MANIFEST, code: CODE } }),
      await directory({ mean: { manifest: MANIFEST, code: CODE } }),
    ];
    await expect(openPluginHost({ directories })).rejects.toMatchObject({ code: 'PLUGIN_DUPLICATE' });
  });
});
