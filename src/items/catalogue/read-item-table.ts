import { type FactType, type ItemFactCatalogue } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { catalogueSince } from './item-table.js';
import { type Item } from './item-values.js';

/** A fact of all items, a value an item. */
export type CatalogueColumn = { readonly name: string } & (
  | {
      readonly type: 'number';
      /** NaN is missing; booleans are 0 and 1, dates milliseconds since 1970. */
      readonly values: Float64Array;
    }
  | { readonly type: 'string'; readonly values: readonly (string | null)[] }
  | { readonly type: 'list'; readonly values: readonly (readonly string[] | null)[] }
);

/** All items of the catalogue, in the order of their ids, with their declared facts in columns. */
export interface ItemTable {
  readonly ids: readonly string[];
  readonly columns: readonly CatalogueColumn[];
}

/** The whole catalogue; without declared facts, its ids. */
export async function readItemTable(database: Database, itemFacts: ItemFactCatalogue | undefined): Promise<ItemTable> {
  const { items } = await database.run((manager) => catalogueSince(manager, 0));
  const present = items.flatMap(({ id, facts }): Item[] => (facts === null ? [] : [{ id, facts }]));
  const columns = Object.entries(itemFacts?.facts ?? {}).map(([name, { type }]) => columnOf(name, type, present));
  return { ids: present.map(({ id }) => id), columns };
}

function columnOf(name: string, type: FactType, items: readonly Item[]): CatalogueColumn {
  const values = items.map(({ facts }) => (Object.hasOwn(facts, name) ? facts[name] : undefined));
  switch (type) {
    case 'string':
      return { name, type, values: values.map((value) => (typeof value === 'string' ? value : null)) };
    case 'list':
      return { name, type, values: values.map((value) => (Array.isArray(value) ? value.map(String) : null)) };
    default:
      return { name, type: 'number', values: Float64Array.from(values, numberOf) };
  }
}

function numberOf(value: unknown): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return Date.parse(value);
  return typeof value === 'number' ? value : Number.NaN;
}
