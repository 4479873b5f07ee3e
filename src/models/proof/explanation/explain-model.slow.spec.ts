import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../../test/support/database.js';
import { type FactCatalogue, type FactSource, type ModelDocument } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type Scorer } from '#strata/scoring';
import { seededRandom } from '#sdk';
import { ModelRegistry } from '../../registry/model-registry.js';
import { trainModel } from '../../training/train-model.js';
import { explainModel } from './explain-model.js';
import { type ModelExplanation } from './model-explanation.js';
import { nearestScoreChange, type ReadScore, type ScoreChange } from './score-change.js';

const FACTS: FactCatalogue = {
  orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'number of orders' },
  visits: { type: 'number', from: { events: { name: 'visited', measure: 'count' } }, words: 'visits' },
  age: {
    type: 'number',
    unit: 'years',
    from: { profile: 'birthDate', measure: 'yearsSince' },
    words: 'age',
    actionable: false,
  },
  city: { type: 'string', from: { profile: 'city' }, words: 'city' },
};
const DOCUMENT: ModelDocument = {
  id: 'buys',
  title: 'Buys',
  plugin: 'glassbox',
  task: 'binary',
  label: { column: 'bought' },
  features: ['orders', 'visits', 'age', 'city'],
  options: { bags: 4 },
};
const LINEAR: ModelDocument = { ...DOCUMENT, id: 'buys-linear', plugin: 'logistic-regression', options: {} };
const VALUE: ModelDocument = { ...DOCUMENT, id: 'spends', task: 'regression', label: { column: 'spent' } };
const UPLIFT: ModelDocument = {
  ...DOCUMENT,
  id: 'persuades',
  plugin: 'uplift',
  task: 'uplift',
  treatment: { column: 'offer', control: 'none' },
  options: {},
};

let folder: string;
let file: string;
let database: Database;
let registry: ModelRegistry;
let host: PluginHost;
const scorers: Scorer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-explanation-'));
  file = join(folder, 'people.csv');
  await writeFile(file, people(3000));
  database = await freshDatabase('pglite');
  registry = new ModelRegistry(database);
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
});
afterAll(async () => {
  await Promise.all(scorers.map((scorer) => scorer.close()));
  await host.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Who ordered often buys, the old less, Shanghai more; visits say nothing. */
function people(rows: number): string {
  const random = seededRandom(5);
  const lines = Array.from({ length: rows }, () => {
    const orders = random.integer(8);
    const age = 20 + random.integer(50);
    const city = ['Shanghai', 'Beijing', ''][random.integer(3)] ?? '';
    const offer = ['none', 'coupon'][random.integer(2)] ?? '';
    const link = -1.5 + 0.5 * orders - 0.04 * (age - 20) + (city === 'Shanghai' ? 1 : 0);
    const chance = 1 / (1 + Math.exp(-link - (offer === 'coupon' && orders > 3 ? 1 : 0)));
    const spent = 10 * link + random.normal();
    return [orders, random.integer(20), age, city, offer, spent, Number(random.uniform() < chance)].join();
  });
  return `orders,visits,age,city,offer,spent,bought\n${lines.join('\n')}\n`;
}

async function train(document: ModelDocument): Promise<void> {
  await trainModel({ document, source: { kind: 'file', file }, host, registry, seed: 1 });
}

async function explain(document: ModelDocument, people = 120): Promise<ModelExplanation> {
  return await explainModel({ document, source: { kind: 'file', file }, facts: FACTS, people, host, registry });
}

async function load(document: ModelDocument): Promise<Scorer> {
  const scorer = await host.load(await registry.artefact(document.id, 1));
  scorers.push(scorer);
  return scorer;
}

describe('a model of curves', () => {
  let explanation: ModelExplanation;
  beforeAll(async () => {
    await train(DOCUMENT);
    explanation = await explain(DOCUMENT);
  });

  it('names what drives it, the strongest first, in the words of the catalogue', () => {
    const { drivers, unit, people, plugin, version } = explanation;
    expect({ unit, people, plugin, version }).toEqual({ unit: 'points', people: 120, plugin: 'glassbox', version: 1 });
    expect(
      drivers
        .map(({ words }) => words)
        .slice(0, 3)
        .sort(),
    ).toEqual(['age', 'city', 'number of orders']);
    expect(drivers[0]).toMatchObject({ feature: 'orders', direction: 'raises' });
    expect(drivers.find(({ feature }) => feature === 'age')?.direction).toBe('lowers');
    expect(drivers.at(-1)?.feature).toBe('visits');
    expect(drivers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(drivers.reduce((sum, { importance = 0 }) => sum + importance, 0)).toBeCloseTo(1);
  });

  it('shows its own curves with their error bars, in points', () => {
    const orders = explanation.curves.find(({ feature }) => feature === 'orders')!;
    expect(orders.band).toBe('error');
    const [few, many] = [orders.bins[0]!, orders.bins.at(-1)!];
    expect(few.words).toBe('up to 0');
    expect(few.effect).toBeLessThan(-0.15);
    expect(many.effect).toBeGreaterThan(0.15);
    for (const { effect, low, high } of orders.bins) {
      expect(low).toBeLessThanOrEqual(effect);
      expect(high).toBeGreaterThanOrEqual(effect);
    }
    const city = explanation.curves.find(({ feature }) => feature === 'city')!;
    expect(city.bins.map(({ words }) => words)).toEqual(['Beijing', 'Shanghai', 'missing']);
  });

  it('is explained by the same numbers again', async () => {
    expect(await explain(DOCUMENT)).toEqual(explanation);
  });

  it('stops when it is cancelled', async () => {
    const cancelled = explainModel({
      document: DOCUMENT,
      source: { kind: 'file', file },
      facts: FACTS,
      host,
      registry,
      signal: AbortSignal.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('needs people', async () => {
    const nobody = explainModel({
      document: DOCUMENT,
      source: { kind: 'file', file },
      where: { all: [{ fact: 'age', operator: 'greaterThan', value: 200 }] },
      facts: FACTS,
      host,
      registry,
    });
    await expect(nobody).rejects.toMatchObject({ code: 'TOO_FEW_EXAMPLES' });
  });

  describe('the smallest change that moves a score across a threshold', () => {
    const facts = { orders: 1, visits: 5, age: 60, city: 'Beijing' };
    const atLeast = (bound: number) => (score: ReadScore) => score.value >= bound;
    async function change(wanted: (score: ReadScore) => boolean): Promise<ScoreChange | null> {
      return await nearestScoreChange({ scorer: await load(DOCUMENT), facts, catalogue: FACTS, wanted });
    }

    it('changes one fact, no further than needed', async () => {
      const found = await change(atLeast(0.2));
      expect(found?.changes).toHaveLength(1);
      expect(found?.changes[0]).toMatchObject({ fact: expect.stringMatching(/orders|city/) as string });
      expect(found?.before).toBeLessThan(0.2);
      expect(found?.after).toBeGreaterThanOrEqual(0.2);
      expect(found?.words).toMatch(/ points, \d+(\.\d+)? % instead of \d+(\.\d+)? %$/);
    });

    it('changes two facts where one is not enough', async () => {
      const found = await change(atLeast(0.8));
      expect(found?.changes.map(({ fact }) => fact).sort()).toEqual(['city', 'orders']);
      expect(found?.after).toBeGreaterThanOrEqual(0.8);
    });

    it('never touches what nobody can act on, and says so where nothing helps', async () => {
      expect(await change(atLeast(0.999))).toBeNull();
      const young = {
        ...FACTS,
        orders: { ...FACTS['orders']!, actionable: false },
        city: { ...FACTS['city']!, sensitive: true },
      };
      const request = { scorer: await load(DOCUMENT), facts, catalogue: young, wanted: atLeast(0.3) };
      expect(await nearestScoreChange(request)).toBeNull();
    });

    it('is none where the score is there already, and goes down as well', async () => {
      expect(await change(atLeast(0.01))).toBeNull();
      const rich = { ...facts, orders: 7 };
      // What is counted over a time falls again when its events grow old.
      const within: FactSource = { events: { name: 'order_placed', measure: 'count', within: 'P90D' } };
      const catalogue = { ...FACTS, orders: { ...FACTS['orders']!, from: within } };
      const request = { scorer: await load(DOCUMENT), facts: rich, catalogue };
      const found = await nearestScoreChange({ ...request, wanted: ({ rank }) => rank < 0.2 });
      expect(found?.changes[0]).toMatchObject({ fact: 'orders', from: 7 });
      expect(found?.after).toBeLessThan(found?.before ?? 0);
    });
  });
});

it('a model without curves of its own is shown by what people’s values do', async () => {
  await train(LINEAR);
  const { curves, drivers, pairs } = await explain(LINEAR);
  expect(drivers[0]).toMatchObject({ feature: 'orders', direction: 'raises' });
  expect(pairs).toEqual([]);
  const orders = curves.find(({ feature }) => feature === 'orders')!;
  expect(orders.band).toBe('people');
  expect(orders.bins.map(({ effect }) => effect)).toEqual(
    orders.bins.map(({ effect }) => effect).toSorted((a, b) => a - b),
  );
  expect(orders.bins.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1);
});

it('values are explained on their own scale', async () => {
  await train(VALUE);
  const { unit, drivers } = await explain(VALUE, 60);
  expect(unit).toBe('value');
  expect(drivers[0]?.effect).toBeGreaterThan(5);
});

it('an uplift model is explained by the difference that the offer makes', async () => {
  await train(UPLIFT);
  const { of, unit, base, drivers } = await explain(UPLIFT, 30);
  expect(of).toBe('effect');
  expect(unit).toBe('points');
  expect(Math.abs(base)).toBeLessThan(0.3);
  expect(drivers[0]?.feature).toBe('orders');
});
