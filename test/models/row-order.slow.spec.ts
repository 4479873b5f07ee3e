import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelDocument, type Strategy } from '#strata/engine';
import { backtestStrategy } from '#strata/measurement/backtest';
import { evaluateModel } from '#strata/models/proof/evaluation';
import { evaluateUplift } from '#strata/models/proof/uplift';
import { modelFairness } from '#strata/models/proof/fairness';
import { trainModel } from '#strata/models/training';
import { seededRandom } from '#sdk';
import { type ModelParts, openModelParts } from '../support/model-parts.js';

const RESPONSE: ModelDocument = {
  id: 'orders',
  title: 'Orders',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { column: 'ordered' },
  features: ['tier'],
  minimum: { positives: 50, negatives: 50 },
};
const NATURAL: ModelDocument = { ...RESPONSE, id: 'natural', treatment: 'none' };
const UPLIFT: ModelDocument = {
  ...RESPONSE,
  id: 'coupon-uplift',
  plugin: 'uplift',
  task: 'uplift',
  treatment: { column: 'offer', control: 'none' },
};
const STRATEGY: Strategy = {
  id: 'coupon',
  title: 'A coupon',
  goal: {
    event: 'ordered',
    within: 'P14D',
    margin: 0.3,
    orderValue: 100,
    natural: { model: 'natural' },
  },
  segment: { all: [] },
  predictive: { rankBy: { model: 'orders' }, onFailure: 'baseline' },
  baseline: { title: 'The best tier', rankBy: { fact: 'visits', order: 'desc' }, offer: 'coupon' },
  offers: [
    {
      id: 'coupon',
      title: 'Coupon',
      faceValue: 5,
      redemptionRate: 0.9,
      contactCost: 0.05,
      response: { model: 'orders' },
    },
  ],
};

let parts: ModelParts;
/** The same rows as they came, and sorted by what happened. */
const files: Record<'came' | 'sorted', string> = { came: '', sorted: '' };
beforeAll(async () => {
  parts = await openModelParts();
  const taught = await write('taught.csv', rowsOf(2400, 1));
  const rows = rowsOf(3000, 2);
  files.came = await write('came.csv', rows);
  files.sorted = await write(
    'sorted.csv',
    rows.toSorted((a, b) => Number(b.split(',')[4]) - Number(a.split(',')[4])),
  );
  for (const document of [RESPONSE, NATURAL, UPLIFT]) {
    await trainModel({ ...parts, document, source: { kind: 'file', file: taught } });
  }
});
afterAll(() => parts.close());

/** Customers of three tiers, so that nearly everybody ties with others. */
function rowsOf(rows: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, () => {
    const tier = random.integer(3);
    const treated = random.integer(2);
    const ordered = random.uniform() < 0.2 + 0.15 * tier + 0.1 * treated;
    return [
      ['a', 'b', 'c'][tier],
      random.integer(4),
      ['f', 'm'][random.integer(2)],
      treated ? 'coupon' : 'none',
      Number(ordered),
    ].join();
  });
}

async function write(name: string, rows: readonly string[]): Promise<string> {
  const file = join(parts.folder, name);
  await writeFile(file, ['tier,visits,gender,offer,ordered', ...rows].join('\n'));
  return file;
}

/** What two orders of the same rows give, without what names the file. */
async function both(figures: (file: string) => Promise<unknown>): Promise<[unknown, unknown]> {
  return [await figures(files.came), await figures(files.sorted)];
}

function expectNear(a: unknown, b: unknown, path = ''): void {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Object.is(a, b)) return;
    expect(Math.abs(a - b), path).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a)));
    return;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    expect(a, path).toBe(b);
    return;
  }
  expect(Object.keys(b), path).toEqual(Object.keys(a));
  for (const key of Object.keys(a)) {
    expectNear((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}/${key}`);
  }
}

const source = (file: string) => ({ kind: 'file' as const, file });

describe('the same rows in another order give the same figures', () => {
  it('of an evaluation, money and drift among them', async () => {
    const [came, sorted] = await both(async (file) => {
      const evaluation = await evaluateModel({
        ...parts,
        document: RESPONSE,
        source: source(file),
        money: { kind: 'flat', value: 10, cost: 4 },
      });
      return { ...evaluation, file: '' };
    });
    expectNear(came, sorted);
    expect(came).toMatchObject({ verdict: { passed: true } });
  });

  it('of an uplift evaluation', async () => {
    const [came, sorted] = await both(async (file) => {
      const evaluation = await evaluateUplift({ ...parts, document: UPLIFT, source: source(file) });
      return { ...evaluation, file: '' };
    });
    expectNear(came, sorted);
  });

  it('of fairness, where the top share ends inside a tier', async () => {
    const [came, sorted] = await both(
      async (file) =>
        (await modelFairness({ ...parts, document: RESPONSE, source: source(file), by: 'gender' })).report,
    );
    expectNear(came, sorted);
    expect(JSON.stringify(came)).toContain('some by chance');
  });

  it('of a backtest', async () => {
    const [came, sorted] = await both(async (file) => {
      const report = await backtestStrategy({
        ...parts,
        strategy: STRATEGY,
        documents: [RESPONSE, NATURAL],
        segments: [],
        source: source(file),
        columns: { label: 'ordered', treatment: 'offer' },
        by: 'gender',
        replicates: 50,
      });
      return { ...report, source: '' };
    });
    expectNear(came, sorted);
  });
});
