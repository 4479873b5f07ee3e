import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { knownPlugins } from '../host.js';
import { Workshop } from '../workshop.js';
import { builtAdmission, keepAdmission, OWN_PLUGINS } from './built-admission.js';

const root = mkdtempSync(join(tmpdir(), 'admission-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

test("what was kept of this package's plugins is what their code says", async () => {
  const limits = { memoryMb: 512, output: 'drop', loadTimeMs: 60_000, optionsTimeMs: 60_000 } as const;
  const workshop = new Workshop(limits, () => undefined);
  const plugins = await knownPlugins([OWN_PLUGINS]);
  expect(plugins).not.toEqual([]);
  for (const plugin of plugins) expect(builtAdmission(plugin.folder)).toEqual(await workshop.admit(plugin));
  workshop.close();
});

test('counts for the code that said it, of plugins of this package', () => {
  const folder = join(root, 'constant');
  cpSync(join(OWN_PLUGINS, 'constant'), folder, { recursive: true });
  expect(builtAdmission(folder, root)).toEqual(builtAdmission(join(OWN_PLUGINS, 'constant')));
  expect(builtAdmission(folder)).toBeUndefined();
  const [module = ''] = readdirSync(folder).filter((name) => name.endsWith('.js'));
  writeFileSync(join(folder, module), 'export default 1;');
  expect(builtAdmission(folder, root)).toBeUndefined();
  keepAdmission(folder, { optionsSchema: { type: 'object' } });
  expect(builtAdmission(folder, root)).toEqual({ optionsSchema: { type: 'object' } });
  writeFileSync(join(folder, 'admission.json'), '{');
  expect(builtAdmission(folder, root)).toBeUndefined();
});
