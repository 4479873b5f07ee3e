import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelParts, openModelParts } from '../../../test/support/model-parts.js';
import { type ModelDocument } from '#strata/engine';
import { seededRandom } from '#sdk';
import { type BinaryMetrics } from './holdout/metrics.js';
import { evaluateModel } from '../proof/evaluation/index.js';
import { trainModel } from './train-model.js';
import { scoreColumns } from './score-columns.js';

const DOCUMENT: ModelDocument = {
  id: 'orders',
  title: 'Orders',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { column: 'ordered' },
  features: ['channel', 'visits'],
  split: { by: 'time', holdout: 0.25 },
  minimum: { positives: 50, negatives: 50 },
};

let parts: ModelParts;
let file: string;
beforeAll(async () => {
  parts = await openModelParts();
  file = join(parts.folder, 'orders.csv');
  const random = seededRandom(1);
  const rows = Array.from({ length: 2000 }, (_, row) => {
    const isLast = row >= 1500;
    const channel = isLast ? ['app', 'shop'][random.integer(2)] : ['mail', 'shop'][random.integer(2)];
    const chance = channel === 'app' ? 0.9 : 0.2;
    return [
      `2026-0${1 + Math.floor(row / 500)}-01`,
      channel,
      random.integer(5),
      Number(random.uniform() < chance),
    ].join();
  });
  await writeFile(file, ['at,channel,visits,ordered', ...rows].join('\n'));
});
afterAll(() => parts.close());

type Trained = Awaited<ReturnType<typeof trainModel>>;
const train = (document: ModelDocument) => trainModel({ ...parts, document, source: { kind: 'file', file } });

/** What an artefact says of somebody who came by the app, which only the latest rows know. */
async function scoreOfApp(bytes: Uint8Array): Promise<number> {
  const { values } = await scoreColumns(parts.host, bytes, [
    { name: 'channel', type: 'category', codes: Int32Array.of(0), categories: ['app'] },
    { name: 'visits', type: 'number', values: Float64Array.of(2) },
  ]);
  return values[0] ?? Number.NaN;
}

describe('after its hold-out was judged, a version', () => {
  let trained: Trained;
  beforeAll(async () => {
    trained = await train(DOCUMENT);
  });

  it('is fitted again on all rows, and both fits are named in its report', async () => {
    const { version, report } = trained;
    expect(report).toMatchObject({ examples: 2000, training: 1500, refit: { rows: 2000 } });
    expect(await scoreOfApp(await parts.registry.artefact('orders', version.version))).toBeGreaterThan(0.75);
    expect(await scoreOfApp(await parts.registry.judgedArtefact('orders', version.version))).toBeLessThan(0.5);
  });

  it('is judged on the file that it learned from by the fit that did not know the hold-out', async () => {
    const { version, report } = trained;
    const { basis, metrics, notes } = await evaluateModel({
      ...parts,
      document: DOCUMENT,
      source: { kind: 'file', file },
      version: version.version,
    });
    expect(basis).toBe('hold-out');
    expect(metrics).toEqual(report.holdout);
    // Who knows the hold-out, and with it the app, tells the two kinds of people apart.
    expect((metrics as BinaryMetrics).auc.value).toBeLessThan(0.6);
    expect(notes.join()).toContain('the hold-out judges the first fit');
  });

  it('is the same bit for bit by the same seed', async () => {
    expect((await train(DOCUMENT)).version.checksum).toBe(trained.version.checksum);
  });

  it('stays the first fit where its document says so', async () => {
    const { version, report } = await train({ ...DOCUMENT, refit: false });
    expect(report.refit).toBeNull();
    const bytes = await parts.registry.artefact('orders', version.version);
    expect(await scoreOfApp(bytes)).toBeLessThan(0.5);
    expect(await parts.registry.judgedArtefact('orders', version.version)).toEqual(bytes);
  });
});
