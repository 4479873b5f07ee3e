import { type ItemFactCatalogue } from '#strata/engine';
import { nearestName, StrataError } from '#sdk';

/** Names of columns that mean the id of an item, the best first; in lower case, without `_`, `-` and blanks. */
const ID_NAMES = ['id', 'itemid', 'productid', 'sku', 'item'];
const ID = 'id';
/** As a target: the column is not read. */
const NOTHING = '-';

/** A column whose meaning was said: `--map column=field`. */
export interface ItemMapping {
  readonly column: string;
  readonly field: string;
}

/** Where in a row everything is. */
export interface ItemPlan {
  readonly columns: readonly string[];
  /** −1 where there is none. */
  readonly id: number;
  readonly facts: readonly { readonly index: number; readonly column: string; readonly name: string }[];
  /** Columns that are not read, with the declared fact that is called alike. */
  readonly ignored: readonly { readonly column: string; readonly nearest?: string }[];
}

/** Finds the id and the declared facts among columns. */
export function itemPlan(
  columns: readonly string[],
  { facts }: ItemFactCatalogue,
  mappings: readonly ItemMapping[],
): ItemPlan {
  const mapped = new Map(mappings.map(({ column, field }) => [column, field]));
  const id = idColumn(columns, mapped);
  const names = Object.keys(facts);
  const read: ItemPlan['facts'][number][] = [];
  const ignored: ItemPlan['ignored'][number][] = [];
  for (const [index, column] of columns.entries()) {
    if (index === id) continue;
    const name = mapped.get(column) ?? column;
    if (name !== NOTHING && Object.hasOwn(facts, name)) {
      read.push({ index, column, name });
      continue;
    }
    const nearest = name === NOTHING ? undefined : nearestName(column, names);
    ignored.push({ column, ...(nearest === undefined ? {} : { nearest }) });
  }
  return { columns, id, facts: read, ignored };
}

function idColumn(columns: readonly string[], mapped: ReadonlyMap<string, string>): number {
  const said = columns.findIndex((column) => mapped.get(column) === ID);
  if (said !== -1) return said;
  for (const name of ID_NAMES) {
    const index = columns.findIndex(
      (column) => !mapped.has(column) && column.toLowerCase().replace(/[_\s-]/g, '') === name,
    );
    if (index !== -1) return index;
  }
  return -1;
}

/** Reads `column=field`; the last `=` counts. @throws StrataError BAD_USAGE with the nearest fact */
export function parseItemMapping(text: string, { facts }: ItemFactCatalogue): ItemMapping {
  const equals = text.lastIndexOf('=');
  const mapping = { column: text.slice(0, Math.max(0, equals)), field: text.slice(equals + 1) };
  const fields = [ID, ...Object.keys(facts), NOTHING];
  if (mapping.column !== '' && fields.includes(mapping.field)) return mapping;
  const nearest = nearestName(mapping.field, fields);
  throw new StrataError('BAD_USAGE', `"--map ${text}" is not understood.`, {
    problems: [
      {
        message: 'A mapping is column=field.',
        expected: `a field of ${fields.join(', ')}`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

const MOST_COLUMNS = 40;

/** Checks a file's header before anything is read. @throws StrataError BAD_COLUMN */
export function checkItemColumns(
  file: string,
  columns: readonly string[],
  { itemFacts, mappings }: { readonly itemFacts: ItemFactCatalogue; readonly mappings: readonly ItemMapping[] },
): void {
  const absent = mappings.find(({ column }) => !columns.includes(column))?.column;
  if (absent !== undefined) throw badColumns(file, columns, `there is no column "${absent}"`, absent);
  if (itemPlan(columns, itemFacts, mappings).id !== -1) return;
  throw badColumns(file, columns, 'no column has the id of the item (id)', ID);
}

function badColumns(file: string, columns: readonly string[], message: string, wanted: string): StrataError {
  const nearest = nearestName(wanted, columns);
  const names = `${columns.slice(0, MOST_COLUMNS).join(', ')}${columns.length > MOST_COLUMNS ? ', …' : ''}`;
  return new StrataError('BAD_COLUMN', `The columns of ${file} are not understood.`, {
    problems: [
      {
        file,
        message,
        expected: `name it with --map column=field; there are ${names}`,
        ...(nearest === undefined || nearest === wanted ? {} : { nearest }),
      },
    ],
  });
}
