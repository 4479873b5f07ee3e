import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelParts, openModelParts } from '../../test/support/model-parts.js';
import { type ModelDocument, type Strategy } from '#strata/engine';
import { frameOf } from '#strata/scoring/encoding';
import { type PluginHost } from '#strata/plugin-host';
import { seededRandom } from '#sdk';
import { type BinaryMetrics, trainModel } from './training/index.js';
import { ChampionScorers, type ModelRegistry } from './registry/index.js';
import { evaluateModel } from './proof/evaluation/index.js';
import { scoreFile } from './score-files/index.js';

const DOCUMENT: ModelDocument = {
  id: 'buys',
  title: 'Buys',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { event: 'order_placed', within: 'P14D' },
  treatment: 'none',
  population: 'dormant',
  features: ['orders', 'city'],
  split: { by: 'time', holdout: 0.25 },
  refit: false,
};
const RESPONSE: ModelDocument = { ...DOCUMENT, id: 'buys-with-coupon', treatment: 'any' };
const SEGMENTS = [
  { id: 'dormant', title: 'Dormant', condition: { all: [{ fact: 'days', operator: 'greaterThan', value: 180 }] } },
];
const STRATEGY: Strategy = {
  id: 'win-back',
  title: 'Win back',
  goal: {
    event: 'order_placed',
    within: 'P14D',
    margin: 0.3,
    orderValue: { fact: 'value' },
    natural: { model: 'buys' },
  },
  segment: 'dormant',
  baseline: { title: 'Most orders first', rankBy: { fact: 'orders', order: 'desc' }, offer: 'coupon' },
  offers: [
    {
      id: 'coupon',
      title: '20 off',
      faceValue: 5,
      redemptionRate: 0.9,
      contactCost: 0.05,
      response: { model: 'buys-with-coupon' },
    },
  ],
};

let parts: ModelParts;
let folder: string;
let history: string;
let registry: ModelRegistry;
let host: PluginHost;
beforeAll(async () => {
  parts = await openModelParts();
  ({ folder, registry, host } = parts);
  history = await writeHistory('history.csv', 6000, 1);
});
afterAll(() => parts.close());

/** People in four mailings, half of them without a coupon; who ordered often orders again. */
async function writeHistory(name: string, rows: number, seed: number): Promise<string> {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const orders = random.integer(8);
    const offer = random.integer(2) === 0 ? '' : 'coupon';
    const chance = 1 / (1 + Math.exp(2.5 - 0.4 * orders - (offer === '' ? 0 : 1)));
    const city = ['Shanghai', 'Beijing', ''][random.integer(3)] ?? '';
    const at = `2026-0${1 + random.integer(4)}-01`;
    return [
      `u${row}`,
      at,
      offer,
      orders,
      city,
      100 + random.integer(200),
      60,
      Number(random.uniform() < chance),
    ].join();
  });
  const file = join(folder, name);
  await writeFile(file, ['userId,at,offer,orders,city,days,value,order_placed', ...lines].join('\n'));
  return file;
}

const source = (file: string) => ({ kind: 'file', file }) as const;
const training = { document: DOCUMENT, segments: SEGMENTS };
const train = (request: Partial<Parameters<typeof trainModel>[0]> = {}) =>
  trainModel({ ...training, source: source(history), host, registry, ...request });

describe('training', () => {
  it('learns from the rows of its population and arm, and judges on the latest', async () => {
    const shares: number[] = [];
    const document = { ...DOCUMENT, refit: true };
    const { version, report } = await train({ document, progress: (share) => shares.push(share) });
    expect(version).toMatchObject({ modelId: 'buys', stage: 'trained', seed: 1 });
    expect(report.split).toMatchObject({ by: 'time', column: 'at', from: '2026-04-01T00:00:00.000Z' });
    expect(report.rowsInFile).toBe(6000);
    expect(report.examples).toBeLessThan(2000);
    expect(report.training).toBeLessThan(report.examples);
    expect((report.holdout as BinaryMetrics).auc.value).toBeGreaterThan(0.6);
    expect(report.notes.join()).toContain('rows are without an offer (offer)');
    expect(shares.at(-1)).toBe(1);
    expect(shares.every((share, index) => index === 0 || share >= shares[index - 1]!)).toBe(true);
  });

  it('refuses too few examples unless the minimum is lowered, which is noted', async () => {
    const file = await writeHistory('few.csv', 1200, 2);
    await expect(train({ source: source(file) })).rejects.toMatchObject({
      code: 'TOO_FEW_EXAMPLES',
      problems: [{ message: expect.stringMatching(/\d+ positives and \d+ negatives/) as string }],
    });
    const { report } = await train({ source: source(file), minimum: { positives: 20, negatives: 20 } });
    expect(report.notes.join()).toContain('the minimum was lowered to 20');
  });

  it('takes label, arm and moment from the command line', async () => {
    const { report } = await train({
      label: 'order_placed',
      positive: '1',
      where: { fact: 'offer', operator: 'equal', value: 'coupon' },
      time: 'at',
    });
    expect(report.notes).toEqual([]);
    expect(report.read).toMatchObject({ label: 'order_placed', time: 'at' });
  });

  it('says what is missing in the file', async () => {
    const bare = join(folder, 'bare.csv');
    await writeFile(bare, 'orders,city,order_placed\n1,a,0\n2,b,1\n');
    await expect(train({ source: source(bare) })).rejects.toMatchObject({ code: 'BAD_COLUMN' });
    await expect(
      train({ source: source(bare), document: { ...DOCUMENT, treatment: 'any', split: { by: 'hash', holdout: 0.2 } } }),
    ).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ expected: expect.stringContaining('--treatment') as string }],
    });
    const document = { ...DOCUMENT, features: ['order'] };
    await expect(train({ document })).rejects.toMatchObject({ code: 'BAD_COLUMN', problems: [{ nearest: 'orders' }] });
  });

  it('names what is wrong with the options, before it reads anything', async () => {
    const document = { ...DOCUMENT, options: { ridge: -1 } };
    await expect(train({ document, source: source('nowhere.csv') })).rejects.toMatchObject({
      code: 'PLUGIN_OPTIONS_INVALID',
    });
  });
});

describe('evaluation', () => {
  beforeAll(async () => {
    for (const document of [DOCUMENT, RESPONSE]) {
      const { version } = await train({ document, seed: 9 });
      await registry.promote(document.id, version.version, { by: 'test', reason: 'test', override: 'a test' });
    }
  });
  const request = () => ({ ...training, host, registry });

  it('of the training file uses the hold-out only, and measures what was stored', async () => {
    const evaluation = await evaluateModel({ ...request(), source: source(history) });
    const champion = await registry.champion('buys');
    expect(evaluation.basis).toBe('hold-out');
    expect(evaluation.version?.version).toBe(champion?.version);
    expect((evaluation.metrics as BinaryMetrics).auc).toEqual((champion?.metrics.holdout as BinaryMetrics).auc);
  });

  it('of another file uses all rows, and shows thresholds, curves and the dumb rivals', async () => {
    const file = await writeHistory('other.csv', 3000, 3);
    const evaluation = await evaluateModel({ ...request(), source: source(file), strategy: STRATEGY });
    expect(evaluation.basis).toBe('all rows');
    expect(evaluation.thresholds?.map(({ rule }) => rule)).toEqual(['knee', 'max-f1', 'coverage', 'profit']);
    expect(evaluation.curves?.coverage.at(-1)).toMatchObject({ share: 1, recall: 1 });
    expect(evaluation.rivals?.map(({ selector }) => selector)).toEqual(['random', 'human rule']);
    const human = evaluation.rivals?.find(({ selector }) => selector === 'human rule');
    expect(human?.modelAhead.lower).toBeLessThan(0.02);
  });

  it('counts the money of the strategy on either side', async () => {
    const file = await writeHistory('money.csv', 6000, 4);
    const natural = await evaluateModel({ ...request(), source: source(file), strategy: STRATEGY });
    expect(natural.profit).toMatchObject({ role: 'natural', basis: 'incremental', offer: 'coupon' });
    const response = await evaluateModel({
      ...request(),
      document: RESPONSE,
      source: source(file),
      strategy: STRATEGY,
    });
    expect(response.profit).toMatchObject({ role: 'response', basis: 'incremental' });
    for (const { profit } of [natural, response]) {
      expect(profit?.best.profit).toBeGreaterThanOrEqual(profit?.everybody.profit ?? Infinity);
    }
    const goal = { event: 'order_placed', within: 'P14D', margin: 0.3, orderValue: 60 };
    const gross = await evaluateModel({
      ...request(),
      document: RESPONSE,
      source: source(file),
      strategy: { ...STRATEGY, goal },
    });
    expect(gross.profit?.basis).toBe('gross');
  });

  it('tells what to run where the model was never trained, or the strategy does not use it', async () => {
    await expect(
      evaluateModel({ ...request(), document: { ...DOCUMENT, id: 'new' }, source: source(history) }),
    ).rejects.toMatchObject({
      code: 'MODEL_NOT_TRAINED',
      problems: [{ expected: 'first: strata train new --data FILE' }],
    });
    const strategy = { ...STRATEGY, goal: { ...STRATEGY.goal, natural: { rate: 0.04 } } };
    await expect(evaluateModel({ ...request(), source: source(history), strategy })).rejects.toMatchObject({
      code: 'BAD_USAGE',
    });
  });
});

describe('scoring a file', () => {
  it('writes one line a row, in order, and leaves nothing behind when it fails', async () => {
    const out = join(folder, 'scores.csv');
    const users = join(folder, 'users.ndjson');
    await writeFile(users, '{"name": "a, b", "orders": 7, "city": "Shanghai"}\n{"name": "c", "orders": 0}\n');
    const request = { document: DOCUMENT, file: users, out, host, registry };
    expect(await scoreFile({ ...request, id: 'name' })).toMatchObject({ rows: 2 });
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/,[\d.]+(e-?\d+)?$/, ''))).toEqual(['id,score', '"a, b"', 'c']);
    const [often, never] = lines.slice(1).map((line) => Number(line.split(',').at(-1)));
    expect(often).toBeGreaterThan(never ?? 1);
    await scoreFile(request);
    expect(await readFile(out, 'utf8')).toMatch(/^id,score\n1,0\.\d+\n2,0\.\d+\n$/);
    await expect(scoreFile({ ...request, id: 'nmae' })).rejects.toMatchObject({ problems: [{ nearest: 'name' }] });
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('the champions', () => {
  it('score for decisions, and a promotion is seen within two seconds', async () => {
    const scorers = new ChampionScorers(registry, host);
    const first = await registry.champion('buys');
    const facts = { orders: 7, city: 'Shanghai' };
    const { buys, unknown } = await scorers.score(['buys', 'unknown'], facts);
    expect(buys).toMatchObject({ status: 'scored', version: first?.version });
    expect(unknown).toEqual({ status: 'no-champion' });
    const { version } = await train({ seed: 77 });
    await registry.promote('buys', version.version, { by: 'other process', reason: 'test', override: 'a test' });
    const seen = async () => {
      const score = (await scorers.score(['buys'], facts)).buys;
      return score?.status === 'scored' ? score.version : undefined;
    };
    await expect.poll(seen, { timeout: 120_000, interval: 100 }).toBe(version.version);
    const next = (await train({ seed: 78 })).version.version;
    await registry.promote('buys', next, { by: 'this process', reason: 'test', override: 'a test' });
    scorers.expectPromotion();
    expect(await seen(), 'at once where the process is told').toBe(next);
    const explained = await scorers.use('buys', first!.version, (scorer) =>
      scorer.explain(frameOf(scorer.features, [facts]), 0),
    );
    const sum = explained.parts.reduce((total, { part }) => total + part, explained.base);
    expect(sum).toBeCloseTo(Math.log(explained.score / (1 - explained.score)), 6);
    await scorers.close();
  });

  it('that are damaged fail as values', async () => {
    await parts.database.run((manager) =>
      manager.query(`update model_versions set artefact = 'x' where model_id = $1`, [RESPONSE.id]),
    );
    const scorers = new ChampionScorers(registry, host);
    expect(await scorers.score([RESPONSE.id], {})).toMatchObject({
      [RESPONSE.id]: { status: 'failed', code: 'DAMAGED_ARTEFACT' },
    });
    await scorers.close();
  });
});
