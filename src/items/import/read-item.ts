import { type FactType, type ItemFactCatalogue } from '#strata/engine';
import { BadRow, readId } from '#strata/profiles/import';
import { type RowSource, type SourceRow } from '#strata/tables/rows';
import { EXPECTED, type Item, valueOfType } from '../catalogue/index.js';
import { type ItemPlan } from './item-plan.js';

/** As of a row about people. */
const LARGEST_ROW = 256 * 1024;

/** How cells are read. */
export interface ItemReading {
  readonly itemFacts: ItemFactCatalogue;
  readonly timeZone: string;
  readonly valueOf: RowSource['valueOf'];
}

/** The item of a row; empty cells say nothing. @throws BadRow */
export function readItem({ cells, size }: SourceRow, plan: ItemPlan, reading: ItemReading): Item {
  if (size > LARGEST_ROW) throw new BadRow('it is larger than 256 KB');
  const id = readId('the id of the item', cells[plan.id]);
  if (id === null) throw new BadRow('it has no id');
  const facts: Record<string, unknown> = {};
  for (const { index, column, name } of plan.facts) {
    const cell = cells[index];
    if (cell === null || cell === undefined || cell === '') continue;
    const type = reading.itemFacts.facts[name]?.type;
    if (type === undefined) continue;
    const value = valueOfType(looseValue(cell, type, column, reading), type, reading.timeZone);
    if (value === undefined) throw new BadRow(`${column} is ${shown(cell)}, expected ${EXPECTED[type]}`);
    facts[name] = value;
  }
  return { id, facts };
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'no', '0'].map((word) => [word, false] as const),
]);

/** What a file's cell says where a value of the type is expected: digits may be a text, and a text a list. */
function looseValue(cell: unknown, type: FactType, column: string, { valueOf }: ItemReading): unknown {
  switch (type) {
    case 'string':
      return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : cell;
    case 'date':
      return cell instanceof Date ? cell.toISOString() : cell;
    case 'list':
      return typeof cell === 'string' ? listOf(cell) : cell;
    case 'boolean':
      return typeof cell === 'boolean' ? cell : BOOLEANS.get(String(cell).toLowerCase());
    case 'number': {
      const value = valueOf(column, cell);
      return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    }
  }
}

/** A JSON array, or texts between bars. */
function listOf(text: string): unknown {
  if (!text.startsWith('[')) return text.split('|').map((member) => member.trim());
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const LONGEST_SHOWN = 40;

function shown(cell: unknown): string {
  return JSON.stringify(typeof cell === 'string' ? cell.slice(0, LONGEST_SHOWN) : cell).slice(0, 2 * LONGEST_SHOWN);
}
