import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ModelDocument, type Strategy } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { seededRandom } from '#sdk';
import { type BacktestReport, type BacktestRequest, backtestStrategy } from '#strata/measurement/backtest';
import { ModelRegistry } from '#strata/models/registry';
import { trainModel } from '#strata/models/training';
import { freshDatabase } from './database.js';

export const NATURAL: ModelDocument = {
  id: 'natural',
  title: 'Buys without a coupon',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { event: 'order_placed', within: 'P14D' },
  treatment: 'none',
  features: ['need', 'deals'],
  split: { by: 'time', holdout: 0.4 },
};
export const RESPONSE: ModelDocument = { ...NATURAL, id: 'response', title: 'Buys with a coupon', treatment: 'any' };
export const STRATEGY: Strategy = {
  id: 'coupon',
  title: 'A coupon for those whom it persuades',
  goal: {
    event: 'order_placed',
    value: 'amount',
    within: 'P14D',
    margin: 0.3,
    orderValue: 100,
    natural: { model: 'natural' },
  },
  segment: 'dormant',
  predictive: {
    when: { fact: 'score', params: { model: 'natural', as: 'rank' }, operator: 'lessThan', value: 0.9 },
    rankBy: { model: 'response' },
    onFailure: 'baseline',
  },
  baseline: { title: 'Who needs it most', rankBy: { fact: 'need', order: 'desc' }, offer: 'coupon-20' },
  offers: [
    {
      id: 'coupon-20',
      title: '20 off',
      faceValue: 20,
      redemptionRate: 0.9,
      contactCost: 0.05,
      response: { model: 'response' },
    },
  ],
};
export const SEGMENTS = [
  { id: 'dormant', title: 'Dormant', condition: { fact: 'days', operator: 'greaterThan', value: 180 } },
  { id: 'needy', title: 'Who needs much', condition: { fact: 'need', operator: 'greaterThan', value: 0 } },
];

const MINIMUM = { positives: 50, negatives: 50 };
export const HEADER = 'userId,at,offer,need,deals,days,gender,order_placed,amount,coupon_redeemed,chance';

interface World {
  readonly rows: number;
  readonly seed: number;
  /** How much a coupon persuades those who love deals. */
  readonly effect?: number;
  /** P(coupon). */
  readonly offered?: (need: number) => number;
}

/** A shop that mails coupons, two models of it, and its history. */
export interface Mailings {
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** What the models learned from. */
  readonly history: string;
  /** Writes another history, and says where. */
  write(name: string, world: World, header?: string): Promise<string>;
  /** Trains a model of the shop. */
  train(document: ModelDocument): Promise<void>;
  backtest(file: string, request?: Partial<BacktestRequest>): Promise<BacktestReport>;
  close(): Promise<void>;
}

/** Opens the shop and trains its models. */
export async function openMailings(): Promise<Mailings> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-backtest-'));
  const database: Database = await freshDatabase('pglite');
  const registry = new ModelRegistry(database);
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  const write = (name: string, world: World, header = HEADER) => writeMailings(join(folder, name), world, header);
  const history = await write('train.csv', { rows: 6000, seed: 1 });
  const train = async (document: ModelDocument): Promise<void> => {
    await trainModel({ document, source: { kind: 'file', file: history }, host, registry, minimum: MINIMUM });
  };
  for (const document of [NATURAL, RESPONSE]) await train(document);
  return {
    host,
    registry,
    history,
    write,
    train,
    backtest: (file, request = {}) =>
      backtestStrategy({
        strategy: STRATEGY,
        documents: [NATURAL, RESPONSE],
        segments: SEGMENTS,
        source: { kind: 'file', file },
        host,
        registry,
        replicates: 100,
        ...request,
      }),
    async close() {
      await host.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes a history of the shop, and says where. */
export async function writeMailings(file: string, world: World, header = HEADER): Promise<string> {
  await writeFile(file, [header, ...linesOf(world)].join('\n'));
  return file;
}

/** People in four mailings, a random half of each without a coupon. Need lets them order anyway; deals let a coupon persuade. */
function linesOf({ rows, seed, effect = 0.3, offered = () => 0.5 }: World): readonly string[] {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, (_, row) => {
    const [need, deals] = [random.normal(), random.normal()];
    const chance = offered(need);
    const treated = random.uniform() < chance;
    const persuaded = treated && random.uniform() < effect / (1 + Math.exp(-3 * deals));
    const ordered = random.uniform() < 0.25 / (1 + Math.exp(2 - 2 * need)) || persuaded;
    const at = `2026-0${1 + random.integer(4)}-10`;
    return [
      `u${seed}-${row}`,
      at,
      treated ? 'coupon-20' : '',
      need.toFixed(3),
      deals.toFixed(3),
      100 + random.integer(300),
      ['f', 'm', ''][random.integer(3)],
      Number(ordered),
      ordered ? 60 + random.integer(80) : '',
      Number(ordered && treated && random.uniform() < 0.9),
      (treated ? chance : 1 - chance).toFixed(6),
    ].join();
  });
}

/** What a report says of a selector. */
export function of({ selectors }: BacktestReport, wanted: string): BacktestReport['selectors'][number] {
  const found = selectors.find(({ selector }) => selector === wanted);
  if (found === undefined) throw new Error(`The report says nothing of ${wanted}.`);
  return found;
}
