import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelParts, openModelParts } from '../../test/support/model-parts.js';
import { type ModelDocument } from '../engine/index.js';
import { seededRandom } from '../sdk/index.js';
import { scoreFile, trainModel } from './index.js';

const NAMES = Array.from({ length: 8 }, (_, index) => `x${String(index)}`);

/** Learns much of it by heart: deep trees over few rows. */
const BOOSTING = {
  plugin: 'tree-ensemble',
  options: { trees: 60, learningRate: 0.2, maxLeaves: 31, minRows: 5, earlyStopping: 0 },
};

const documentOf = (id: string, more: Partial<ModelDocument>): ModelDocument => ({
  id,
  title: id,
  plugin: 'logistic-regression',
  task: 'binary',
  label: { column: 'bought' },
  features: NAMES,
  ...more,
});

let parts: ModelParts;
let known: string;
let strangers: string;
let both: string;
beforeAll(async () => {
  parts = await openModelParts();
  const [learned, others] = [rowsOf(3000, 1), rowsOf(3000, 2)];
  [known, strangers, both] = await Promise.all([
    fileOf('known', learned),
    fileOf('strangers', others),
    fileOf('both', [...learned.slice(0, 1500), ...others.slice(0, 1500)]),
  ]);
});
afterAll(() => parts.close());

/** People of one population: some whole numbers, some measures, and a chance that depends on few of them. */
function rowsOf(rows: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, () => {
    const values = NAMES.map((_, index) => (index < 3 ? random.integer(8) : Number(random.normal().toFixed(4))));
    const link = 0.4 * (values[0] ?? 0) - 2.2 + 0.6 * (values[3] ?? 0) * (values[4] ?? 0);
    return [...values, Number(random.uniform() < 1 / (1 + Math.exp(-link)))].join();
  });
}

async function fileOf(name: string, rows: readonly string[]): Promise<string> {
  const file = join(parts.folder, `${name}.csv`);
  await writeFile(file, [[...NAMES, 'bought'].join(), ...rows].join('\n'));
  return file;
}

describe('a version knows how its scores are spread, of whom it learned from and of others:', () => {
  it.each([
    ['boosting', documentOf('boosting', BOOSTING)],
    ['boosting of values', documentOf('values', { ...BOOSTING, task: 'regression' })],
    ['boosting that was fitted once', documentOf('once', { ...BOOSTING, refit: false })],
    ['logistic regression of whole numbers', documentOf('steps', { features: ['x0'] })],
  ])('%s refuses neither the file that it learned from, nor new rows, nor a mixture', async (_, document) => {
    const { version } = await trainModel({ ...parts, document, source: { kind: 'file', file: known } });
    for (const file of [known, strangers, both]) {
      const out = join(parts.folder, 'scores.csv');
      const scored = await scoreFile({ ...parts, document, file, out, version: version.version });
      expect(scored.drift?.result).not.toBe('refused');
      // Half of what is refused.
      expect(scored.drift?.score?.index).toBeLessThan(0.25);
    }
  });
});
