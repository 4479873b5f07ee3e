import { type CatalogueColumn, type ItemTable } from '#strata/items/catalogue';
import { type ItemColumn, type ItemFacts } from '#sdk';
import { type NamedItems } from './examples.js';

/** The items that there are, and what is known of them. */
export interface KnownFacts extends NamedItems {
  readonly numbers: ReadonlyMap<string, number>;
  readonly facts: ItemFacts;
}

/** What is looked at of a catalogue. */
interface CatalogueUse {
  /** Null where there is none. */
  readonly table: ItemTable | null;
  /** The fact that an item is called by. */
  readonly title: string | undefined;
  /** The facts that are learned from; all unless told. */
  readonly chosen: readonly string[] | undefined;
}

/** The items of the catalogue and those that somebody had, in the order of their ids' code units. */
export function knownFacts(had: readonly string[], { table, title, chosen }: CatalogueUse): KnownFacts {
  const ids = [...new Set([...had, ...(table?.ids ?? [])])].sort();
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const rows = new Int32Array(ids.length).fill(-1);
  table?.ids.forEach((id, row) => (rows[numbers.get(id) ?? 0] = row));
  const columns = table?.columns ?? [];
  const names = columns.find(({ name }) => name === title);
  return {
    ids,
    numbers,
    names: names?.type === 'string' ? Array.from(rows, (row) => names.values[row] ?? '') : null,
    facts: {
      count: ids.length,
      columns: columns.filter(({ name }) => chosen?.includes(name) ?? true).map((column) => columnOf(column, rows)),
    },
  };
}

/** A column by the numbers of items. @param rows of the table; −1 where it has no such item */
function columnOf(column: CatalogueColumn, rows: Int32Array): ItemColumn {
  const { name } = column;
  switch (column.type) {
    case 'number':
      return { name, type: 'number', values: Float64Array.from(rows, (row) => column.values[row] ?? Number.NaN) };
    case 'string':
      return textColumn(
        name,
        Array.from(rows, (row) => column.values[row] ?? ''),
      );
    case 'list':
      return tagsColumn(
        name,
        Array.from(rows, (row) => column.values[row] ?? []),
      );
  }
}

/** Texts that mostly say the same of several items are categories. */
function textColumn(name: string, texts: readonly string[]): ItemColumn {
  const given = texts.filter((text) => text !== '');
  const categories = [...new Set(given)].sort();
  if (2 * categories.length > given.length) return { name, type: 'text', texts };
  const codes = new Map(categories.map((category, code) => [category, code]));
  return { name, type: 'category', categories, codes: Int32Array.from(texts, (text) => codes.get(text) ?? -1) };
}

function tagsColumn(name: string, lists: readonly (readonly string[])[]): ItemColumn {
  const tags = [...new Set(lists.flat())].sort();
  const codes = new Map(tags.map((tag, code) => [tag, code]));
  const own = lists.map((list) =>
    [...new Set(list.map((tag) => codes.get(tag) ?? 0))].sort((first, second) => first - second),
  );
  const starts = new Uint32Array(lists.length + 1);
  own.forEach((list, item) => (starts[item + 1] = (starts[item] ?? 0) + list.length));
  return { name, type: 'tags', tags, starts, codes: Uint32Array.from(own.flat()) };
}
