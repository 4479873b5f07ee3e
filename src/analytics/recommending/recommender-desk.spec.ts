import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOn, freshDatabase } from '../../../test/support/database.js';
import { type ReleaseDocuments } from '#strata/engine';
import { writeItems } from '#strata/items/catalogue';
import { type Database } from '#strata/platform/database';
import { createLogger } from '#strata/platform/telemetry';
import { openPluginHost, type PluginHost } from '#strata/plugin-host';
import { packRecommender } from '../recommendations/open-recommender.js';
import { insertVersion } from '../versions/index.js';
import { RecommenderDesk } from './recommender-desk.js';

const NOW = Date.UTC(2026, 10, 30);
const goods = {
  ...{ id: 'goods', title: 'What else', kind: 'recommendations', plugin: 'gone' },
  interactions: [{ event: 'item_bought', item: 'sku' }],
};
const documents: ReleaseDocuments = {
  ...{ facts: {}, segments: [], models: [], strategies: [], analyses: [goods] },
  itemFacts: {
    facts: {
      title: { type: 'string', words: 'title' },
      shelf: { type: 'string', words: 'shelf' },
      stock: { type: 'number', words: 'stock' },
    },
    title: 'title',
    available: { not: { fact: 'stock', operator: 'lessThanInclusive', value: 0 } },
  },
};

describeOn('postgres', 'a recommender that fails', () => {
  let database: Database;
  let host: PluginHost;
  let desk: RecommenderDesk;
  beforeAll(async () => {
    database = await freshDatabase('postgres');
    host = await openPluginHost({ directories: [] });
    desk = new RecommenderDesk({ database, host, log: createLogger({ logLevel: 'silent' }) });
    const fitted = {
      kind: 'recommender',
      plugin: 'gone',
      pluginVersion: '1.0.0',
      options: {},
      bytes: new Uint8Array(1),
    } as const;
    const artefact = packRecommender({ ids: ['a', 'b', 'c'], popularity: Float64Array.of(1, 9, 5), fitted });
    await database.transaction(async (manager) => {
      const found = { analysis: 'goods', run: '01900000-0000-7000-8000-000000000000', document: goods, release: '' };
      const at = new Date(NOW).toISOString();
      await insertVersion(
        manager,
        { ...found, source: '', at, people: null, by: '', report: {}, warning: null, artefact },
        NOW,
      );
      const items = [
        { id: 'b', facts: { title: 'Bread', stock: 0 } },
        { id: 'c', facts: { title: 'Cake', shelf: 'sweet', stock: 1 } },
        { id: 'new-1', facts: { title: 'New' } },
        { id: 'new-2', facts: { shelf: 'sweet' } },
        { id: 'new-3', facts: { stock: 0 } },
      ];
      await writeItems(manager, items, { writing: 'replace', now: NOW });
    });
  });
  afterAll(async () => {
    await desk.close();
    await host.close();
    await database.close();
  });

  it('leaves what is popular and may be recommended, says so, and never throws', async () => {
    const people = [{ person: 'u1', events: [] }];
    const [chosen] = await desk.choose({ model: 'goods', items: 2 }, people, { documents, now: NOW });
    expect(chosen).toEqual({
      ...{ model: 'goods', version: 1, fallback: 'popular' },
      items: [
        { id: 'c', title: 'Cake', words: 'popular with others' },
        { id: 'a', words: 'popular with others' },
      ],
    });
    const [none] = await desk.choose({ model: 'nothing', items: 2 }, people, { documents, now: NOW });
    expect(none).toEqual({ model: 'nothing', version: null, items: [], fallback: 'none' });
  });

  it('ends short lists with what came to the catalogue since, and may stand there', async () => {
    const people = [
      { person: 'u1', events: [{ name: 'item_bought', at: NOW, properties: { sku: 'new-2' } }] },
      { person: 'u2', events: [] },
    ];
    const at = { documents, now: NOW };
    const idsOf = async (wanted: object) =>
      (await desk.forPeople('goods', people, { items: 4, ...wanted }, at)).map(({ items }) =>
        items.map(({ id }) => id),
      );
    expect(await idsOf({ without: ['new-1'] })).toEqual([
      ['c', 'a'],
      ['c', 'a', 'new-2'],
    ]);
    expect(await idsOf({ items: 3, bought: true })).toEqual(Array(2).fill(['c', 'a', 'new-1']));
    const sweet = [{ person: 'u3', events: [{ name: 'item_bought', at: NOW, properties: { sku: 'c' } }] }];
    const [liked] = await desk.forPeople('goods', sweet, { items: 4 }, at);
    expect(liked!.items.map(({ id, because, words }) => [id, because, words]).slice(1)).toEqual([
      ['new-2', ['c'], 'new, and like Cake'],
      ['new-1', [], 'new: nothing is known of it yet'],
    ]);
    const where = { fact: 'title', operator: 'equal', value: 'New' };
    const [list] = await desk.forPeople('goods', people, { items: 1, where }, at);
    expect(list).toMatchObject({ items: [{ id: 'new-1', title: 'New', words: 'new: nothing is known of it yet' }] });
  });

  it('orders by what is popular, and finds nobody', async () => {
    const at = { documents, now: NOW };
    const person = { person: 'u1', events: [] };
    const { items, fallback } = await desk.order('goods', ['z', 'a', 'b'], person, { at });
    expect([items.map(({ id }) => id), fallback]).toEqual([['b', 'a', 'z'], 'popular']);
    const seeking = desk.people('goods', { goods: { item: 'd' }, most: 1, bought: false }, at);
    await expect(seeking).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
