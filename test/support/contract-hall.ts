import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPlugin } from '#strata/plugin-host/contract';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { expect } from 'vitest';
import { sampleClassifier } from './sample-onnx-model.js';

const EXAMPLES = fileURLToPath(new URL('../../examples/plugins', import.meta.url));

/** Those that are held to their contract in every run of the tests: one that learns by itself, and one that somebody else wrote. */
export const OFTEN_CHECKED: readonly string[] = ['logistic-regression', 'rate-by-band'];

/** The plugins of this package and its examples, to be held to their contract. */
interface ContractHall {
  readonly ids: readonly string[];
  /** Expects that a plugin keeps every promise. */
  check(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function openContractHall(): Promise<ContractHall> {
  const host = await openPluginHost({ directories: [...defaultPluginDirectories({}), EXAMPLES] });
  const folder = mkdtempSync(join(tmpdir(), 'strata-contract-'));
  writeFileSync(join(folder, 'model.onnx'), sampleClassifier());
  /** Of plugins that cannot do without, or that the same promises hold of after less work. */
  const options: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    onnx: { file: join(folder, 'model.onnx') },
    glassbox: { bags: 2, rounds: 100, interactions: 2 },
    'neural-network': { hidden: [8], epochs: 4 },
    'tree-ensemble': { trees: 40 },
  };
  return {
    ids: [...host.plugins.keys()],
    async check(id) {
      const results = await checkPlugin(host, id, options[id]);
      expect(results.length).toBeGreaterThan(0);
      expect(results.filter(({ passed }) => !passed)).toEqual([]);
    },
    async close() {
      await host.close();
      rmSync(folder, { recursive: true });
    },
  };
}
