import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeatureColumn, seededRandom } from '#sdk';
import { type ModelDocument } from '#strata/engine';
import { ModelRegistry } from '#strata/models/registry';
import { scoreFile } from '#strata/models/score-files';
import { trainModel } from '#strata/models/training';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type Customers, simulateShop } from '#strata/simulator/shop';
import { freshDatabase } from '../support/database.js';

const FEATURES = ['daysSinceLastOrder', 'orders', 'couponOrders', 'couponViews', 'visits30d', 'age', 'city'];
const DOCUMENT: ModelDocument = {
  id: 'buys-again',
  title: 'Buys again',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { column: 'bought' },
  features: FEATURES,
  split: { by: 'hash', holdout: 0.2 },
};
const FACTS = {
  daysSinceLastOrder: { type: 'number', from: { profile: 'x' }, words: 'days since the last order' },
} as const;

let folder: string;
let database: Database;
let registry: ModelRegistry;
let host: PluginHost;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-drift-'));
  database = await freshDatabase('pglite');
  registry = new ModelRegistry(database);
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  const { users: customers } = simulateShop({ users: 20_000, seed: 5 });
  await writePeople('frequent.csv', customers, (days, row) => days < 60 && row % 2 === 0);
  await writePeople('others-like-them.csv', customers, (days, row) => days < 60 && row % 2 === 1);
  await writePeople('dormant.csv', customers, (days) => days >= 180);
  await trainModel({
    document: DOCUMENT,
    source: { kind: 'file', file: join(folder, 'frequent.csv') },
    host,
    registry,
  });
});
afterAll(async () => {
  await host.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Customers of the simulated shop as a file, with a label that recent visits make likelier. */
async function writePeople(name: string, { facts, rows }: Customers, wanted: (days: number, row: number) => boolean) {
  const random = seededRandom(1);
  const columns = FEATURES.map((feature) => facts.find((fact) => fact.name === feature)!);
  const days = facts.find((fact) => fact.name === 'daysSinceLastOrder')!;
  const lines = Array.from({ length: rows }, (_, row) => row)
    .filter((row) => wanted(Number(cellOf(days, row)), row))
    .map((row) => {
      const chance = 1 / (1 + Math.exp(1 - 0.3 * Number(cellOf(columns[4]!, row))));
      return [...columns.map((column) => cellOf(column, row)), Number(random.uniform() < chance)].join();
    });
  await writeFile(join(folder, name), [[...FEATURES, 'bought'].join(), ...lines].join('\n'));
}

function cellOf(column: FeatureColumn, row: number): string {
  if (column.type === 'category') return column.categories[column.codes[row]!] ?? '';
  return Number.isNaN(column.values[row]!) ? '' : String(column.values[row]);
}

const score = (name: string, more: { force?: true } = {}) =>
  scoreFile({
    document: DOCUMENT,
    facts: FACTS,
    file: join(folder, name),
    out: join(folder, `${name}.scores`),
    host,
    registry,
    ...more,
  });

describe('a model trained on frequent buyers of the simulated shop', () => {
  it('is refused on the dormant pool; the message says which features moved and by how much', async () => {
    const refused = await score('dormant.csv').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'DRIFT_REFUSED' });
    const { message, problems } = refused as {
      message: string;
      problems: readonly { message: string; expected: string }[];
    };
    expect(message).toMatch(
      /^Refused: the people of .*dormant\.csv are not those that the model was trained on: days since the last order moved \(stability index \d+\.\d\d\): 100 % are above \d+, in training \d %/,
    );
    expect(problems[0]).toEqual({
      message: expect.stringMatching(/^days since the last order: 100 % are above/) as string,
      expected: expect.stringMatching(/^a stability index below 0\.5; it is \d+\.\d\d$/) as string,
    });
    await expect(readFile(join(folder, 'dormant.csv.scores'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('scores other frequent buyers, and the dormant by force', async () => {
    expect((await score('others-like-them.csv')).drift).toMatchObject({ result: 'ok' });
    const forced = await score('dormant.csv', { force: true });
    expect(forced.drift?.result).toBe('refused');
    expect(forced.drift?.classifier?.auc.lower).toBeGreaterThan(0.95);
    expect(forced.rows).toBeGreaterThan(5000);
  });
});
