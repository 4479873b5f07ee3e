import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '#sdk';
import { type Strategy } from '#strata/engine';
import { ModelRegistry } from '#strata/models/registry';
import { type Config, loadConfig } from '#strata/platform/config';
import { createLogger } from '#strata/platform/telemetry';
import { openDatabase } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { type RunningServer, startServer } from '../../src/server.js';
import { freshConfig } from './database.js';

const PLUGINS = fileURLToPath(new URL('../faults/plugins', import.meta.url));

/** A running shop with strategies that differ in one thing each, two trained models and one that always fails. */
export interface CouponShop extends RunningServer {
  readonly config: Config;
  dispose(): Promise<void>;
}

/** The strategy that all others of the shop are made of: a coupon for dormant customers, priced by two models. */
export const COUPON: Strategy = {
  id: 'coupon',
  title: 'Win back with a coupon',
  goal: {
    event: 'order_placed',
    within: 'P14D',
    margin: 0.3,
    orderValue: { fact: 'averageOrderValue' },
    natural: { model: 'natural' },
  },
  consent: 'marketing',
  segment: { all: [{ fact: 'daysSinceLastOrder', operator: 'greaterThanInclusive', value: 180 }] },
  predictive: {
    when: { all: [{ fact: 'score', params: { model: 'natural' }, operator: 'lessThan', value: 0.6 }] },
    onFailure: 'baseline',
  },
  baseline: { title: 'Everybody who is dormant', offer: 'twenty' },
  offers: [
    {
      id: 'twenty',
      title: '20 off over 100',
      faceValue: 20,
      redemptionRate: 0.9,
      contactCost: 0.05,
      response: { model: 'coupon' },
    },
  ],
  limits: { perUser: { contacts: 1, within: 'P7D' } },
};

const STRATEGIES: readonly Strategy[] = [
  COUPON,
  { ...COUPON, id: 'human', experiment: { seed: 'human', arms: { model: 0, baseline: 1 } } },
  { ...COUPON, id: 'held', experiment: { seed: 'held', holdout: 1 } },
  { ...COUPON, id: 'scarce', limits: { budget: 30 } },
  {
    ...COUPON,
    id: 'broken',
    goal: { ...COUPON.goal, natural: { model: 'broken' } },
    predictive: {
      when: { all: [{ fact: 'score', params: { model: 'broken' }, operator: 'lessThan', value: 0.6 }] },
      onFailure: 'baseline',
    },
  },
];

/** Starts the shop with an embedded database of its own. */
export async function openCouponShop(): Promise<CouponShop> {
  const fresh = await freshConfig('pglite');
  const rules = writeRules();
  const config = loadConfig({
    STRATA_HOME: fresh.home,
    RULES_DIR: rules,
    PLUGINS_DIR: PLUGINS,
    PORT: '0',
    STRATA_AUTH: 'off',
    LOG_LEVEL: 'silent',
  });
  await trainModels(config);
  const server = await startServer(config, createLogger(config));
  return {
    ...server,
    config,
    async dispose() {
      await server.close();
      await fresh.dispose();
      rmSync(rules, { recursive: true, force: true });
    },
  };
}

function writeRules(): string {
  const rules = mkdtempSync(join(tmpdir(), 'strata-coupon-shop-'));
  const write = (name: string, document: object) => {
    writeFileSync(join(rules, name), JSON.stringify(document));
  };
  write('facts.json', JSON.parse(readFileSync(join(PACKAGE_ROOT, 'rules', 'facts.json'), 'utf8')) as object);
  write('shop.json', { currency: 'EUR', timeZone: 'Asia/Shanghai' });
  for (const folder of ['segments', 'models', 'strategies']) mkdirSync(join(rules, folder));
  for (const strategy of STRATEGIES) write(join('strategies', `${strategy.id}.json`), strategy);
  const model = { task: 'binary', label: { event: 'order_placed', within: 'P14D' }, features: FEATURES };
  const logistic = { ...model, plugin: 'logistic-regression' };
  write('models/natural.json', { ...logistic, id: 'natural', title: 'Buys without a coupon', treatment: 'none' });
  write('models/coupon.json', { ...logistic, id: 'coupon', title: 'Buys with a coupon', treatment: 'any' });
  const misbehaving = { plugin: 'misbehaving', options: { mode: 'throws' }, features: ['orders'] };
  write('models/broken.json', {
    ...model,
    ...misbehaving,
    id: 'broken',
    title: 'A model that fails',
    treatment: 'none',
  });
  return rules;
}

const FEATURES = ['orders', 'averageOrderValue', 'couponOrderShare'];
const ROWS = 600;

async function trainModels(config: Config): Promise<void> {
  const host = await openPluginHost({ directories: defaultPluginDirectories(config) });
  const database = await openDatabase(config);
  const registry = new ModelRegistry(database);
  const random = seededRandom(5);
  const orders = Float64Array.from({ length: ROWS }, () => random.integer(15));
  const values = Float64Array.from({ length: ROWS }, () => 20 + 180 * random.uniform());
  const shares = Float64Array.from({ length: ROWS }, () => random.uniform());
  const labels = (at: number, slope: number) =>
    orders.map((count, row) =>
      Number(random.uniform() < 1 / (1 + Math.exp(-at - slope * count - (values[row]! - 110) / 200 - shares[row]!))),
    );
  const numbers = [
    { name: 'orders', type: 'number' as const, values: orders },
    { name: 'averageOrderValue', type: 'number' as const, values },
    { name: 'couponOrderShare', type: 'number' as const, values: shares },
  ];
  const made = [
    { id: 'natural', plugin: 'logistic-regression', options: {}, columns: numbers, label: labels(-5, 0.6) },
    { id: 'coupon', plugin: 'logistic-regression', options: {}, columns: numbers, label: labels(-2, 0.45) },
    {
      id: 'broken',
      plugin: 'misbehaving',
      options: { mode: 'throws' },
      columns: [numbers[0]!],
      label: labels(-2, 0.3),
    },
  ];
  for (const { id, ...lesson } of made) {
    const trained = await host.train({ ...lesson, task: 'binary', seed: 1 });
    const { bytes, plugin, task, seed } = trained;
    const hash = 'sha256:test';
    const saved = {
      modelId: id,
      plugin,
      task,
      seed,
      bytes,
      documentHash: hash,
      dataHash: hash,
      codeVersion: 'test',
      metrics: {},
    };
    const { version } = await registry.save(saved);
    await registry.promote(id, version, { by: 'test', reason: 'a test', override: 'a test' });
  }
  await database.close();
  await host.close();
}
