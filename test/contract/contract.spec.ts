import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPlugin } from '#strata/plugin-host/contract';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { afterAll, expect, test } from 'vitest';
import { sampleClassifier } from '../support/sample-onnx-model.js';

const examples = fileURLToPath(new URL('../../examples/plugins', import.meta.url));
const host = await openPluginHost({ directories: [...defaultPluginDirectories({}), examples] });
const folder = mkdtempSync(join(tmpdir(), 'strata-contract-'));
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

/** Of plugins that cannot do without, or that the same promises hold of after less work. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  onnx: { file: join(folder, 'model.onnx') },
  glassbox: { bags: 2, rounds: 100, interactions: 2 },
  'neural-network': { hidden: [8], epochs: 4 },
  'tree-ensemble': { trees: 40 },
};
writeFileSync(join(folder, 'model.onnx'), sampleClassifier());

test('there are plugins to check', () => {
  expect([...host.plugins.keys()]).toEqual(
    expect.arrayContaining(['constant', 'logistic-regression', 'neural-network']),
  );
});

test.each([...host.plugins.keys()])('%s keeps every promise of the contract', async (id) => {
  const results = await checkPlugin(host, id, OPTIONS[id]);
  expect(results.length).toBeGreaterThan(0);
  expect(results.filter(({ passed }) => !passed)).toEqual([]);
});
