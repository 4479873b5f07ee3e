import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type ItemFactCatalogue } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { deleteItem, findItem, KnownItems, readItemTable, writeItems } from '../catalogue/index.js';
import { importItems } from './import-items.js';
import { parseItemMapping } from './item-plan.js';

const itemFacts: ItemFactCatalogue = {
  facts: {
    title: { type: 'string', words: 'title' },
    price: { type: 'number', unit: 'money', words: 'price' },
    stock: { type: 'number', words: 'pieces in stock' },
    tags: { type: 'list', words: 'tags' },
    seasonal: { type: 'boolean', words: 'seasonal' },
    since: { type: 'date', words: 'first sold' },
  },
};
const NOW = Date.UTC(2026, 10, 30);

describeOnBothHomes('the catalogue of items', (home) => {
  let database: Database;
  let folder: string;
  beforeAll(async () => {
    database = await freshDatabase(home);
    folder = mkdtempSync(join(tmpdir(), 'strata-items-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.close();
  });

  const load = (name: string, text: string, mappings: readonly string[] = []) => {
    writeFileSync(join(folder, name), text);
    return importItems({
      ...{ file: join(folder, name), database, itemFacts, timeZone: 'UTC', now: NOW },
      mappings: mappings.map((mapping) => parseItemMapping(mapping, itemFacts)),
    });
  };
  const factsOf = async (id: string) => (await database.run((manager) => findItem(manager, id)))?.facts;

  it('is the same however often a file is imported, and a file may hold some of the facts only', async () => {
    const csv = [
      'SKU;Titel;price;stock;tags;seasonal;since;weight',
      '007;12;"1.299,50";3;red|warm;yes;2026-01-31;1',
      'b;Blue;5,00;0;["blue"];false;;2',
    ].join('\n');
    const mappings = ['Titel=title'];
    expect(await load('items.csv', csv, mappings)).toMatchObject({
      ...{ rows: 2, added: 2, changed: 0, unchanged: 0, rejected: 0, rejects: null },
      ignored: [{ column: 'weight' }],
    });
    expect(await load('items.csv', csv, mappings)).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    const before = { title: '12', price: 1299.5, stock: 3, tags: ['red', 'warm'], seasonal: true };
    expect(await factsOf('007')).toMatchObject(before);
    expect(await load('stock.ndjson', '{"id":"007","stock":9}\n{"id":"c","stock":1}\n')).toMatchObject({
      ...{ added: 1, changed: 1 },
    });
    expect(await factsOf('007')).toMatchObject({ ...before, stock: 9 });
  });

  it('takes no row that it does not understand, and says why', async () => {
    const text = '{"id":"d","price":"cheap"}\n{"price":1}\n{"id":"e","prise":1}\nno JSON\n';
    const { rejects, ...summary } = await load('odd.ndjson', text);
    expect(summary).toMatchObject({ rows: 4, added: 1, rejected: 3, ignored: [{ column: 'prise', nearest: 'price' }] });
    const told = readFileSync(rejects!, 'utf8').trim().split('\n');
    expect(told.map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual([
      'price is "cheap", expected a finite number',
      'it has no id',
      expect.stringContaining('JSON'),
    ]);
    expect(await factsOf('d')).toBeUndefined();
    await expect(load('wrong.csv', 'idd,price\n1,2\n')).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [expect.objectContaining({ nearest: 'idd' })],
    });
    expect(() => parseItemMapping('x=prize', itemFacts)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ nearest: 'price' })] }),
    );
  });

  it('is known in memory as it stands in the table, whatever was changed or taken out', async () => {
    const known = new KnownItems(database);
    const write = (id: string, stock: number) =>
      database.run((manager) => writeItems(manager, [{ id, facts: { stock } }], { writing: 'replace', now: NOW }));
    const inStock = { all: [{ fact: 'stock', operator: 'greaterThan', value: 0 }] };
    const ids = ['x', 'y', 'nowhere'];
    const masked = async () => {
      await known.refresh();
      return [...known.mask(ids, [inStock], { itemFacts })];
    };
    await write('x', 1);
    await write('y', 0);
    expect(await masked()).toEqual([1, 0, 0]);
    await write('y', 2);
    expect(await masked()).toEqual([1, 1, 0]);
    expect(await database.run((manager) => deleteItem(manager, 'x', NOW))).toBe(true);
    expect(await database.run((manager) => deleteItem(manager, 'x', NOW))).toBe(false);
    expect(await masked()).toEqual([0, 1, 0]);
    const { ids: all, columns } = await readItemTable(database, itemFacts);
    expect(all).toEqual([...all].sort());
    expect([all.includes('x'), all.length]).toEqual([false, known.size]);
    const stock = columns.find(({ name }) => name === 'stock');
    expect(stock?.values[all.indexOf('y')]).toBe(2);
  });
});
