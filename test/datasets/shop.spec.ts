import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FactCatalogue, type ModelDocument } from '#strata/engine';
import { gatherExamples, type HistorySource } from '#strata/models/datasets';
import { PACKAGE_ROOT } from '#strata/platform';
import { readDocument } from '#strata/rulebook/documents';
import { type FeatureColumn } from '#sdk';
import { type EventFiles, writeEvents } from '#strata/simulator/files';
import { simulateShop } from '#strata/simulator/shop';

const shop = simulateShop({ users: 1500, seed: 11 });
const rules = { directory: join(PACKAGE_ROOT, 'rules') };
let dir: string;
let files: EventFiles;
let facts: FactCatalogue;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'strata-events-'));
  files = await writeEvents(shop, dir);
  facts = await readDocument('facts', 'facts', rules);
});
afterAll(() => rm(dir, { recursive: true }));

const source = (): HistorySource => ({ kind: 'history', from: { kind: 'files', ...files }, facts });
const gather = async (changes: Partial<ModelDocument>) => {
  const shipped = await readDocument('model', 'coupon-conversion', rules);
  const segments = [await readDocument('segment', 'dormant-customers', rules)];
  return await gatherExamples({ ...shipped, ...changes }, source(), { segments });
};

function categoryOf(column: FeatureColumn, row: number): string | undefined {
  return column.type === 'category' ? column.categories[column.codes[row]!] : undefined;
}

describe('the events of a simulated shop', () => {
  it('give the facts and labels that its history files hold', async () => {
    const names = [
      'orders',
      'couponOrders',
      'couponOrderShare',
      'couponViews',
      'visits30d',
      'messagesOpened30d',
      'age',
      'city',
    ];
    const { examples } = await gather({ features: [...names, 'daysSinceLastOrder', 'averageOrderValue'] });
    const { history } = shop;
    const rowOf = new Map<string, number>();
    for (let row = 0; row < history.rows; row++) {
      if (history.treated[row] === 1)
        rowOf.set(`u${history.user[row]!} ${shop.campaigns[history.campaign[row]!]!.id}`, row);
    }
    expect(examples.rows).toBeGreaterThan(0.98 * rowOf.size);
    const sentAt = shop.campaigns.map(({ sentAt: day }) => Date.parse(day));
    for (let row = 0; row < examples.rows; row++) {
      const campaign = sentAt.findLastIndex((at) => at <= examples.times![row]!);
      const original = rowOf.get(`${examples.keyOf(row)} ${shop.campaigns[campaign]!.id}`)!;
      const day = history.day[original]!;
      expect(examples.label[row]).toBe(history.converted[original]);
      for (const column of examples.features) {
        const known = history.facts.find(({ name }) => name === column.name)!;
        if (column.type === 'category' || known.type === 'category') {
          expect(categoryOf(column, row)).toBe(categoryOf(known, original));
          continue;
        }
        const shift = column.name === 'daysSinceLastOrder' ? day : 0;
        const tolerance = { daysSinceLastOrder: 1, averageOrderValue: 0.01, couponOrderShare: 0.001 }[column.name] ?? 0;
        const expected = known.values[original]! + shift;
        if (Number.isNaN(expected)) expect(column.values[row]).toBeNaN();
        else expect(Math.abs(column.values[row]! - expected), column.name).toBeLessThanOrEqual(tolerance + 1e-9);
      }
    }
  });

  it('have a report that names each campaign and what it is good for', async () => {
    const { report } = await gather({ treatment: 'none', id: 'natural' });
    expect(report.sampling).toMatchObject({
      moments: 'campaigns',
      population: 'dormant-customers',
      campaigns: [
        { campaign: 'spring-all', audience: 'all', used: false, reason: 'it had no random control group' },
        { campaign: 'summer-test', audience: 'random', used: true },
        { campaign: 'autumn-test', audience: 'random', used: true },
      ],
    });
    expect(report.suspects).toEqual([]);
    expect(report.pool!.people).toBeGreaterThan(500);
    expect(report.months!.map(({ month }) => month)).toEqual(['2026-06', '2026-09', '2026-10']);
  });

  it('teach the effect of the offer by the campaigns with a random control group', async () => {
    const { examples } = await gather({ task: 'uplift', treatment: { column: 'offer', control: 'none' } });
    const { history } = shop;
    const tested = Array.from(history.campaign, (campaign, row) => [campaign, history.treated[row]] as const).filter(
      ([campaign]) => campaign > 0,
    );
    const treated = examples.treatment!.filter((code) => code === 1).length;
    expect(Math.abs(examples.rows - tested.length)).toBeLessThan(0.02 * tested.length);
    expect(Math.abs(treated - tested.filter(([, code]) => code === 1).length)).toBeLessThan(0.02 * tested.length);
  });

  it('have the same fingerprint whenever they are read', async () => {
    const few = { features: ['orders'] };
    const [a, b] = [await gather(few), await gather(few)];
    expect(a.dataHash).toBe(b.dataHash);
    expect((await gather({ features: ['orders', 'city'] })).dataHash).not.toBe(a.dataHash);
  });
});
