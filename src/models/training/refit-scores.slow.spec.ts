import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelParts, openModelParts } from '../../../test/support/model-parts.js';
import { type ModelDocument } from '#strata/engine';
import { seededRandom } from '#sdk';
import { type BinaryMetrics } from './holdout/metrics.js';
import { evaluateModel } from '../proof/evaluation/index.js';
import { scoreFile } from '../score-files/index.js';
import { trainModel } from './train-model.js';
import { scoreColumns } from './score-columns.js';

const NAMES = Array.from({ length: 8 }, (_, index) => `x${String(index)}`);

/** Learns much of it by heart: deep trees over few rows. */
const BOOSTING = {
  plugin: 'tree-ensemble',
  options: { trees: 60, learningRate: 0.2, maxLeaves: 31, minRows: 5, earlyStopping: 0 },
};

/** Stops before it does. */
const GENTLE = { plugin: 'tree-ensemble', options: { trees: 100, maxLeaves: 7 } };

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

describe('of the second fit new people get what was promised, and their ranks are spread evenly:', () => {
  it('one that takes a gentle calibration over costs one fit', async () => {
    const document = documentOf('gentle', GENTLE);
    const told: string[] = [];
    const { version, report } = await trainModel({
      ...parts,
      document,
      source: { kind: 'file', file: await fileOf('many', rowsOf(8000, 4)) },
      progress: (_share, note) => told.push(note),
    });
    const judged = told.indexOf('judging on the hold-out');
    expect(told.slice(0, judged).join()).toContain('calibrating');
    expect(told.slice(judged).join()).not.toContain('calibrating');
    expect(report.refit).not.toBeNull();

    // Few beside those trained on, so that the calibration is judged and not how well so many rows tell a rate.
    const source = { kind: 'file' as const, file: await fileOf('few', rowsOf(1000, 5)) };
    const { basis, metrics } = await evaluateModel({ ...parts, document, source, version: version.version });
    const { calibrationError, perfectCalibrationError } = metrics as BinaryMetrics;
    expect(basis).toBe('all rows');
    expect.soft(calibrationError).toBeLessThan(perfectCalibrationError);

    const bytes = await parts.registry.artefact(document.id, version.version);
    const { ranks } = await scoreColumns(parts.host, bytes, columnsOf(rowsOf(3000, 3)));
    const below = (limit: number) => ranks.filter((rank) => rank < limit).length / ranks.length;
    for (const limit of [0.1, 0.5, 0.9]) expect.soft(Math.abs(below(limit) - limit)).toBeLessThan(0.06);
  });
});

function columnsOf(rows: readonly string[]) {
  const cells = rows.map((row) => row.split(',').map(Number));
  return NAMES.map((name, index) => ({
    name,
    type: 'number' as const,
    values: Float64Array.from(cells, (row) => row[index] ?? Number.NaN),
  }));
}
