import { type DuckDBConnection, type DuckDBDataChunk, type DuckDBVector } from '@duckdb/node-api';
import { sqlText } from '#strata/kernel';
import { PackedTexts } from '#strata/kernel/texts';
import { type FactColumn } from '#strata/engine/conditions';
import { type People } from '#strata/engine/columns';
import { IdCollector } from './id-collector.js';
import { type PreparedAudience, type AudienceColumn, columnName, type AudiencePart } from './people/audience.js';
import { contactsIn, policyContactsIn } from './people/person-states.js';
import { partSql, type RowRange, STATE_COLUMNS, stateNames } from './sql/part-sql.js';

/** Some rows of a part of an audience. */
export interface AudienceBlock extends RowRange {
  /** The place of the part in the audience. */
  readonly part: number;
}

/** People of a block. */
export interface BlockPeople {
  readonly rows: number;
  /** As the list names them. */
  readonly ids: PackedTexts;
  /** What the strategy reads of them; their scores are not known yet. */
  readonly people: Omit<People, 'now' | 'scores'> & { readonly ids: PackedTexts };
}

/**
 * Cuts an audience into blocks: whole row groups of its files as far as they have no more rows than a block may have, for a
 * row group is read whole.
 */
export function blocksOf({ parts }: Pick<PreparedAudience, 'parts'>, mostRows: number): readonly AudienceBlock[] {
  return parts.flatMap(({ groups }, part) => {
    const blocks: AudienceBlock[] = [];
    let start = 0;
    let end = 0;
    for (const rows of groups) {
      if (end > start && end - start + rows > mostRows) {
        blocks.push({ part, start, end });
        start = end;
      }
      end += rows;
      while (end - start > mostRows) blocks.push({ part, start, end: (start += mostRows) });
    }
    return end > start ? [...blocks, { part, start, end }] : blocks;
  });
}

/** Reads blocks of an audience through a connection of its own. */
export class BlockReader {
  /** Kept from block to block, as far as they hold arrays. */
  readonly #collectors: readonly { readonly key: string; readonly cells: Collector }[];

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly audience: PreparedAudience,
    private readonly purpose: string | undefined,
    private readonly ids: IdCollector,
  ) {
    this.#collectors = audience.columns.map((column) => ({ key: column.key, cells: collectorOf(column) }));
  }

  /** @param purpose that the strategy needs consent to */
  static async open(
    connection: DuckDBConnection,
    audience: PreparedAudience,
    purpose: string | undefined,
  ): Promise<BlockReader> {
    for (const [place, { categories }] of audience.columns.entries()) {
      if (categories === undefined || categories.length === 0) continue;
      const texts = categories.map((text) => sqlText(text, 'duckdb'));
      await connection.run(`create type ${typeName(place)} as enum (${texts.join(', ')})`);
    }
    return new BlockReader(connection, audience, purpose, await IdCollector.create());
  }

  /** The people of a block who go on to a decision, in the order of the file. What was read before may change. */
  async read({ part: place, start, end }: AudienceBlock): Promise<BlockPeople> {
    const part = this.audience.parts[place];
    if (part === undefined) throw new RangeError(`there is no part ${String(place)}`);
    const facts = this.#collectors;
    this.ids.reserve(end - start);
    for (const { cells } of facts) cells.reserve(end - start);
    const states = stateNames(part.state).map((name) => ({ name, cells: [] as unknown[] }));
    const result = await this.connection.stream(this.#sql(part, { start, end }));
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      this.ids.append(chunk.getColumnVector(0), chunk.rowCount);
      facts.forEach(({ cells }, index) => {
        cells.append(chunk.getColumnVector(1 + index), chunk.rowCount);
      });
      states.forEach(({ cells }, index) => {
        appendCells(cells, chunk, 1 + facts.length + index);
      });
    }
    const ids = this.ids.take();
    return {
      rows: ids.length,
      ids,
      people: this.#people(
        ids,
        new Map(facts.map(({ key, cells }) => [key, cells.take()])),
        new Map(states.map(({ name, cells }) => [name, cells])),
      ),
    };
  }

  #sql(part: AudiencePart, range: RowRange): string {
    const cells = this.audience.columns.map(readSql);
    const { where } = this.audience;
    return `select ${['id', ...cells, ...stateNames(part.state).map((name) => STATE_COLUMNS[name])].join(', ')}
      from (${partSql(part, range)}) where id is not null${where === null ? '' : ` and ${where}`}`;
  }

  #people(
    ids: PackedTexts,
    facts: ReadonlyMap<string, FactColumn>,
    states: ReadonlyMap<string, readonly unknown[]>,
  ): BlockPeople['people'] {
    const [suppressed, consent, drawn, contacts, counted] = STATES.map((name) => states.get(name));
    const given = consent === undefined ? undefined : Uint8Array.from(consent, (cell) => Number(cell === true));
    return {
      rows: ids.length,
      facts,
      ids: drawnAs(ids, drawn),
      ...(suppressed === undefined ? {} : { suppressed: Uint8Array.from(suppressed, (cell) => Number(cell === true)) }),
      ...(this.purpose === undefined || given === undefined ? {} : { consent: new Map([[this.purpose, given]]) }),
      ...(contacts === undefined ? {} : { contacts: contactsIn(contacts) }),
      ...(counted === undefined ? {} : { policyContacts: policyContactsIn(counted) }),
    };
  }
}

/** Few people are drawn by another id than their own. */
function drawnAs(ids: PackedTexts, drawn: readonly unknown[] | undefined): PackedTexts {
  if (drawn === undefined || drawn.every((id) => id === null)) return ids;
  return PackedTexts.of(drawn.map((id, row) => (id as string | null) ?? ids.at(row)));
}

const STATES = ['suppressed', 'consent', 'drawnAs', 'contacts', 'policyContacts'] as const;

function typeName(place: number): string {
  return `texts${String(place)}`;
}

/** What is fetched of a cell: a number that is never NULL where it can be said by one. */
function readSql({ type, categories }: AudienceColumn, place: number): string {
  const name = columnName(place);
  if (type === 'number') return `coalesce(${name}, 'nan'::double)`;
  if (type === 'boolean') return `coalesce(${name}::double, 'nan'::double)`;
  if (categories === undefined) return name;
  return categories.length === 0 ? '-1::double' : `coalesce(enum_code(${name}::${typeName(place)})::double, -1)`;
}

/** Collects the cells of a fact. */
interface Collector {
  /** @param rows that follow at most */
  reserve(rows: number): void;
  append(vector: DuckDBVector, rows: number): void;
  /** The cells that were collected; the next ones may overwrite them. */
  take(): FactColumn;
}

function collectorOf({ type, categories }: AudienceColumn): Collector {
  if (type === 'number' || type === 'boolean') return new Numbers((values) => ({ kind: type, values }));
  if (categories === undefined) return type === 'list' ? new Lists() : new Texts();
  return new Codes(categories);
}

class Numbers implements Collector {
  #values = new Float64Array(0);
  #rows = 0;

  constructor(private readonly columnOf: (values: Float64Array) => FactColumn) {}

  reserve(rows: number): void {
    if (rows > this.#values.length) this.#values = new Float64Array(rows);
    this.#rows = 0;
  }

  append(vector: DuckDBVector, rows: number): void {
    const items = doublesIn(vector);
    if (items !== null) this.#values.set(items, this.#rows);
    else for (let row = 0; row < rows; row++) this.#values[this.#rows + row] = Number(vector.getItem(row));
    this.#rows += rows;
  }

  take(): FactColumn {
    return this.columnOf(this.#values.subarray(0, this.#rows));
  }
}

/** The binding has the cells as an array, and shows them one by one only. */
function doublesIn(vector: DuckDBVector): Float64Array | null {
  const items: unknown = Reflect.get(vector, 'items');
  return items instanceof Float64Array ? items : null;
}

/** Places among texts that are known. */
class Codes implements Collector {
  #codes = new Int32Array(0);
  #rows = 0;

  constructor(private readonly categories: readonly string[]) {}

  reserve(rows: number): void {
    if (rows > this.#codes.length) this.#codes = new Int32Array(rows);
    this.#rows = 0;
  }

  append(vector: DuckDBVector, rows: number): void {
    const items = doublesIn(vector);
    for (let row = 0; row < rows; row++) this.#codes[this.#rows + row] = items?.[row] ?? Number(vector.getItem(row));
    this.#rows += rows;
  }

  take(): FactColumn {
    return { kind: 'category', codes: this.#codes.subarray(0, this.#rows), categories: this.categories };
  }
}

/** Entries of a dictionary. */
class Dictionary {
  #codes: number[] = [];
  #known = new Map<string, number>();

  reserve(): void {
    this.#codes = [];
    this.#known = new Map();
  }

  append(vector: DuckDBVector, rows: number): void {
    for (let row = 0; row < rows; row++) {
      const cell = vector.getItem(row);
      this.#codes.push(cell === null ? -1 : this.#codeOf(String(cell)));
    }
  }

  protected get codes(): Int32Array {
    return Int32Array.from(this.#codes);
  }

  protected get entries(): readonly string[] {
    return [...this.#known.keys()];
  }

  #codeOf(text: string): number {
    const code = this.#known.get(text) ?? this.#known.size;
    if (code === this.#known.size) this.#known.set(text, code);
    return code;
  }
}

class Texts extends Dictionary implements Collector {
  take(): FactColumn {
    return { kind: 'category', codes: this.codes, categories: this.entries };
  }
}

class Lists extends Dictionary implements Collector {
  take(): FactColumn {
    const lists = this.entries.map(listIn);
    const codes = this.codes.map((code) => (lists[code] === undefined ? -1 : code));
    return { kind: 'list', codes, lists: lists.map((list) => list ?? []) };
  }
}

function listIn(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function appendCells(cells: unknown[], chunk: DuckDBDataChunk, place: number): void {
  const vector = chunk.getColumnVector(place);
  for (let row = 0; row < chunk.rowCount; row++) cells.push(vector.getItem(row));
}
