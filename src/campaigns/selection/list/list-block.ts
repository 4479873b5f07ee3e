import { armsOf } from '#strata/engine';
import { AudienceHash, type OfferOptions } from '#strata/engine/columns';
import { type CompiledStrategy, toMillionths } from '#strata/engine/plan';
import { csvCell } from '#strata/tables/files';
import { encodeRows, type ParquetColumn, type ParquetField } from '#strata/tables/parquet';
import { placesWhere } from '../allocation/arm-block.js';
import { type SpilledBlock } from '../blocks/spill.js';
import { type ListedBlock, type ListedRows, type ListedTotal } from './listed-block.js';
import { type ListFormat } from './list-format.js';

/** The columns of a list, in their order. */
export const LIST_FIELDS = [
  { name: 'user', type: 'text' },
  { name: 'campaign', type: 'text' },
  { name: 'offer', type: 'text' },
  { name: 'arm', type: 'text' },
  { name: 'outcome', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'selector', type: 'text' },
  { name: 'propensity', type: 'number' },
  { name: 'conversion', type: 'number' },
  { name: 'natural', type: 'number' },
  { name: 'cost', type: 'number' },
  { name: 'profit', type: 'number' },
] as const satisfies readonly ParquetField[];

/** What a list is written with. */
export interface ListOptions {
  readonly campaign: string;
  readonly strategy: CompiledStrategy;
  readonly format: ListFormat;
}

const OUTCOMES = ['offer', 'holdout'] as const;
const REASONS = ['OFFERED', 'HOLDOUT'];
const SELECTORS = ['model', 'baseline'];

/** The rows of a block that are in the list: who gets an offer, and who is held out of one. */
export function listBlock(block: SpilledBlock, offers: Int16Array, options: ListOptions): ListedBlock {
  const listed = listedOf(block, offers);
  const columns = columnsOf(listed, options);
  return { rows: WRITERS[options.format](columns, listed.rows.length), ...sumsOf(listed, options) };
}

/** The cells of the list, row by row in the order of {@link LIST_FIELDS}. */
export function listCells(
  block: SpilledBlock,
  offers: Int16Array,
  options: Omit<ListOptions, 'format'>,
): readonly (readonly ListCell[])[] {
  const listed = listedOf(block, offers);
  const columns = columnsOf(listed, options);
  return Array.from(listed.rows, (_, row) => columns.map((column) => cellOf(column, row)));
}

/** A cell of the list; null where it is empty. */
export type ListCell = string | number | boolean | null;

function listedOf(block: SpilledBlock, offers: Int16Array): Listed {
  return { block, offers, rows: placesWhere(offers, (offer) => offer >= 0) };
}

/** The rows of a block that are listed, and what each gets. */
interface Listed {
  readonly block: SpilledBlock;
  readonly offers: Int16Array;
  readonly rows: Uint32Array;
}

function columnsOf(
  { block, offers, rows }: Listed,
  { campaign, strategy }: Omit<ListOptions, 'format'>,
): readonly ParquetColumn[] {
  const arms = armsOf(strategy.document.experiment).map(({ id }) => id);
  const coded = (name: string, categories: readonly string[], codeOf: (row: number) => number): ParquetColumn => ({
    name,
    type: 'text',
    codes: codesOf(rows, codeOf),
    categories,
  });
  const figure = (name: Exclude<keyof OfferOptions, 'eligible'>): ParquetColumn => ({
    name,
    type: 'number',
    values: numbersOf(rows, (row) => toMillionths(block.figures[offers[row] ?? 0]?.[name][row] ?? Number.NaN)),
  });
  return [
    { name: 'user', type: 'text', packed: block.ids.pick(rows) },
    coded('campaign', [campaign], () => 0),
    coded(
      'offer',
      strategy.offers.map(({ document }) => document.id),
      (row) => offers[row] ?? -1,
    ),
    coded('arm', arms, (row) => block.arm[row] ?? -1),
    coded('outcome', OUTCOMES, (row) => block.heldOut[row] ?? 0),
    coded('reason', REASONS, (row) => block.heldOut[row] ?? 0),
    coded('selector', SELECTORS, (row) => block.selector[row] ?? -1),
    {
      name: 'propensity',
      type: 'number',
      values: numbersOf(rows, (row) => block.propensity[row] ?? Number.NaN),
    },
    figure('conversion'),
    figure('natural'),
    figure('cost'),
    figure('profit'),
  ];
}

function codesOf(rows: Uint32Array, codeOf: (row: number) => number): Int16Array {
  const codes = new Int16Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = codeOf(rows[i] ?? 0);
  return codes;
}

function numbersOf(rows: Uint32Array, valueOf: (row: number) => number): Float64Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = valueOf(rows[i] ?? 0);
  return values;
}

const WRITERS: Readonly<Record<ListFormat, (columns: readonly ParquetColumn[], rows: number) => ListedRows>> = {
  parquet: encodeRows,
  csv: (columns, rows) =>
    textRows(rows, (row) => columns.map((column) => csvCell(textOf(cellOf(column, row)))).join(',')),
  ndjson: (columns, rows) =>
    textRows(rows, (row) =>
      JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row)]))),
    ),
};

/** The first line of a list; empty where its format has none. */
export function listHeader(format: ListFormat): string {
  return format === 'csv' ? `${LIST_FIELDS.map(({ name }) => name).join(',')}\n` : '';
}

function textRows(rows: number, lineOf: (row: number) => string): ListedRows {
  let text = '';
  for (let row = 0; row < rows; row++) text += `${lineOf(row)}\n`;
  return { rows, text: new TextEncoder().encode(text) };
}

function textOf(cell: string | number | boolean | null): string {
  return cell === null ? '' : String(cell);
}

function cellOf(column: ParquetColumn, row: number): ListCell {
  if (column.type === 'boolean') return column.values[row] === 1;
  if (column.type === 'number') {
    const value = column.values[row] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  }
  if ('packed' in column) return column.packed.at(row);
  return 'texts' in column ? (column.texts[row] ?? null) : (column.categories[column.codes[row] ?? -1] ?? null);
}

const MILLION = 1e6;

function sumsOf(listed: Listed, { strategy }: ListOptions): Pick<ListedBlock, 'hash' | 'totals'> {
  const hash = new AudienceHash();
  const arms = armsOf(strategy.document.experiment);
  const { block } = listed;
  const totals = groupsOf(listed).map(({ offer: place, arm: armPlace, heldOut, rows }): ListedTotal => {
    const offer = strategy.offers[place]?.document.id ?? '';
    const arm = arms[armPlace]?.id ?? null;
    const outcome = OUTCOMES[heldOut] ?? 'offer';
    hash.addAll(block.ids, rows, { offer, arm: arm ?? '', outcome });
    return { offer, arm, outcome, people: rows.length, ...figuresOf(block, place, rows) };
  });
  return { hash: hash.sum(), totals };
}

/** Rows of an offer, arm and outcome, by their places. */
interface ListedGroup {
  readonly offer: number;
  readonly arm: number;
  readonly heldOut: number;
  readonly rows: number[];
}

function groupsOf({ block, offers, rows }: Listed): readonly ListedGroup[] {
  const groups = new Map<number, ListedGroup>();
  for (const row of rows) {
    const [offer = 0, arm = 0, heldOut = 0] = [offers[row], block.arm[row], block.heldOut[row]];
    const key = (offer * 256 + arm) * 2 + heldOut;
    const group = groups.get(key) ?? { offer, arm, heldOut, rows: [] };
    if (group.rows.push(row) === 1) groups.set(key, group);
  }
  return [...groups.values()];
}

/** Rows have no figures where a model failed that they need. */
function figuresOf(
  { figures }: SpilledBlock,
  place: number,
  rows: readonly number[],
): Pick<ListedTotal, 'withoutFigures' | 'conversions' | 'cost' | 'profit'> {
  const { conversion, cost, profit } = figures[place] ?? {};
  const total = { withoutFigures: 0, conversions: 0, cost: 0, profit: 0 };
  for (const row of rows) {
    if (Number.isNaN(profit?.[row] ?? Number.NaN)) {
      total.withoutFigures += 1;
      continue;
    }
    total.conversions += micro(conversion?.[row]);
    total.cost += micro(cost?.[row]);
    total.profit += micro(profit?.[row]);
  }
  return total;
}

/** Whole millionths, whose sums are the same in any order. */
function micro(value = Number.NaN): number {
  return Math.round(MILLION * value);
}
