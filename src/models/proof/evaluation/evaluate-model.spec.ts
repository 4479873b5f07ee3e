import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelParts, openModelParts } from '../../../../test/support/model-parts.js';
import { type ModelDocument, type Strategy } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { seededRandom } from '#sdk';
import { evaluateModel } from './evaluate-model.js';
import { type ModelRegistry } from '../../registry/index.js';
import { trainModel } from '../../training/index.js';

const DOCUMENT: ModelDocument = {
  id: 'leaves',
  title: 'Leaves',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { column: 'left' },
  features: ['visits', 'noise'],
  split: { by: 'hash', holdout: 0.3 },
  refit: false,
};
const SPEND: ModelDocument = { ...DOCUMENT, id: 'spends', task: 'regression', label: { column: 'spend' } };

const CONTROL = { fact: 'offer', operator: 'equal', value: 'none' };

let parts: ModelParts;
let folder: string;
let file: string;
let registry: ModelRegistry;
let host: PluginHost;
beforeAll(async () => {
  parts = await openModelParts();
  ({ folder, registry, host } = parts);
  file = await writeMembers('members.csv', 3000, 1);
});
afterAll(() => parts.close());

/** Members of a club in four months; who visits leaves less and spends more. */
async function writeMembers(name: string, rows: number, seed: number): Promise<string> {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const visits = random.integer(10);
    const left = Number(random.uniform() < 1 / (1 + Math.exp(0.4 * visits - 1)));
    const at = `2026-0${1 + Math.floor((4 * row) / rows)}-01`;
    return [`u${row}`, at, visits, random.normal().toFixed(3), left, (10 * visits + 5 * random.normal()).toFixed(2)];
  });
  const path = join(folder, name);
  await writeFile(path, ['userId,at,visits,noise,left,spend', ...lines.map((line) => line.join())].join('\n'));
  return path;
}

const common = () => ({ source: { kind: 'file' as const, file }, host, registry });

describe('a version beside the champion', () => {
  it('is compared on the rows that neither was trained on', async () => {
    const weak = await trainModel({ ...common(), document: { ...DOCUMENT, features: ['noise'] } });
    await registry.promote('leaves', weak.version.version, { by: 'test', reason: 'test', override: 'a test' });
    const strong = await trainModel({ ...common(), document: DOCUMENT, seed: 2 });
    const { champion, metrics, verdict, drift } = await evaluateModel({
      ...common(),
      document: DOCUMENT,
      version: strong.version.version,
    });
    expect(champion).toMatchObject({ version: weak.version.version, result: 'ahead' });
    // The two hold-outs are of different seeds, so they share 0.3 × 0.3 of the rows.
    expect(champion?.rows).toBeLessThan(metrics.rows / 2);
    expect(champion?.measures.map(({ measure, result }) => [measure, result])).toEqual([
      ['AUC', 'ahead'],
      ['log loss', 'ahead'],
      ['Brier score', 'ahead'],
    ]);
    expect(verdict.headline).toBe('It passes: better than chance, ahead of the champion.');
    expect(drift?.result).toBe('ok');
    const itself = await evaluateModel({ ...common(), document: DOCUMENT });
    expect(itself.champion).toBeNull();
    expect(itself.verdict.passed).toBe(false);
  });
});

describe('folds', () => {
  it('by hash judge every row once by a model that was not trained on it, without a stored version', async () => {
    const document = { ...DOCUMENT, id: 'untrained' };
    const evaluation = await evaluateModel({ ...common(), document, folds: 3 });
    expect(evaluation).toMatchObject({ basis: 'folds', version: null, champion: null });
    expect(evaluation.metrics.rows).toBe(3000);
    const folds = evaluation.folds?.folds ?? [];
    expect(evaluation.folds?.by).toBe('hash');
    expect(folds.map(({ training, rows }) => training + rows)).toEqual([3000, 3000, 3000]);
    expect(folds.reduce((sum, { rows }) => sum + rows, 0)).toBe(3000);
    expect(evaluation.folds?.summary[0]?.mean).toBeGreaterThan(0.65);
  });

  it('by time judge each part by a model of what came before', async () => {
    const document: ModelDocument = { ...DOCUMENT, split: { by: 'time', holdout: 0.3, column: 'at' } };
    const { folds, metrics, notes } = await evaluateModel({ ...common(), document, folds: 5 });
    expect(folds?.by).toBe('time');
    expect(folds?.folds.map(({ from, training, rows }) => [from?.slice(0, 10), training, rows])).toEqual([
      ['2026-02-01', 750, 750],
      ['2026-03-01', 1500, 750],
      ['2026-04-01', 2250, 750],
    ]);
    expect(metrics.rows).toBe(2250);
    expect(notes.join()).toContain('3 folds instead of 5');
  });
});

describe('a model of values', () => {
  it('is judged by its errors beside those of always saying the mean', async () => {
    await trainModel({ ...common(), document: SPEND });
    const { metrics, trades, verdict } = await evaluateModel({ ...common(), document: SPEND });
    if ('auc' in metrics) throw new TypeError('not a regression');
    expect(metrics.rootMeanSquaredError).toBeLessThan(metrics.ofTheMean.rootMeanSquaredError / 3);
    expect(metrics.explained.lower).toBeGreaterThan(0.9);
    expect(metrics.calibration).toHaveLength(10);
    expect(trades).toBeNull();
    expect(verdict.passed).toBe(true);
  });
});

describe('the money of a natural model', () => {
  it('is that of a strategy whose offer is answered for by an uplift model', async () => {
    const random = seededRandom(6);
    const lines = Array.from({ length: 2000 }, (_, row) => {
      const [visits, offered] = [random.integer(10), random.integer(2)];
      const bought = Number(random.uniform() < 0.05 + 0.03 * visits + 0.2 * offered);
      return [`u${row}`, visits, offered === 1 ? 'coupon' : 'none', bought].join();
    });
    const offered = join(folder, 'offered.csv');
    await writeFile(offered, ['userId,visits,offer,bought', ...lines].join('\n'));
    const natural: ModelDocument = {
      ...DOCUMENT,
      id: 'buys-anyway',
      label: { column: 'bought' },
      features: ['visits'],
    };
    const uplift: ModelDocument = { ...natural, id: 'coupon-effect', plugin: 'uplift', task: 'uplift' };
    const treatment = { column: 'offer', control: 'none' };
    const request = { ...common(), source: { kind: 'file' as const, file: offered } };
    const minimum = { positives: 50, negatives: 50 };
    await trainModel({ ...request, minimum, document: { ...natural, where: CONTROL } });
    await trainModel({ ...request, minimum, document: { ...uplift, treatment } });
    const strategy: Strategy = {
      id: 'coupons',
      title: 'Coupons',
      goal: { event: 'bought', within: 'P14D', margin: 0.5, orderValue: 60, natural: { model: natural.id } },
      segment: { all: [] },
      baseline: { title: 'By hand', offer: 'coupon' },
      offers: [
        {
          id: 'coupon',
          title: 'A coupon',
          faceValue: 5,
          redemptionRate: 1,
          contactCost: 0.1,
          response: { model: uplift.id },
        },
      ],
    };
    const { profit } = await evaluateModel({ ...request, document: { ...natural, where: CONTROL }, strategy });
    expect(profit).toMatchObject({ role: 'natural', basis: 'incremental', offer: 'coupon' });
    expect(profit!.everybody.profit).toBeGreaterThan(0);
  });
});
