import { type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { PLAIN_NUMBER, readBoolean, readNumber } from '#strata/kernel/forms';
import { parseMoment } from '#strata/kernel';
import { ColumnEvidence, type ColumnFinding } from './column-evidence.js';
import { type RelationColumn } from './relation.js';

/** What a column of text was found to hold. */
export type LearnedColumn = ColumnFinding & {
  /** Every cell that is not blank is of this kind, in its plain form: DuckDB reads it without our help. */
  readonly isPure: boolean;
};

/** So many of the first rows tell what to look for in all of them. */
const LOOKED_AT = 2048;
/** Chunks of DuckDB (of 2,048 rows) between two looks at what is certain. */
const CHUNKS = 4;

type Guess = 'number' | 'date' | 'boolean' | null;
type TextColumn = RelationColumn & { readonly texts: 'anything' | 'dates' };

/**
 * Finds what the columns of text hold, from all of their cells. One pass proves the plain forms, in DuckDB; what is left is
 * looked at cell by cell, and only until it is certain to be text.
 */
export async function learnColumns(
  connection: DuckDBConnection,
  from: string,
  columns: readonly RelationColumn[],
): Promise<ReadonlyMap<string, LearnedColumn>> {
  const texts = columns.filter(
    (column): column is TextColumn => column.texts === 'anything' || column.texts === 'dates',
  );
  const guesses = await guess(connection, from, texts);
  const { cells, proven } = await prove(connection, from, texts, guesses);
  const open = texts.filter((_, index) => proven[index] === false);
  const most = new Map(texts.map(({ name }, index) => [name, cells[index] ?? 0]));
  const found = await lookAtAll(connection, from, open, most);
  return new Map(
    texts.map(({ name }, index): [string, LearnedColumn] => {
      const kind = guesses[index] ?? null;
      if (proven[index] === true && kind !== null) return [name, pure(kind)];
      return [name, { ...(found.get(name) ?? { kind: 'category' }), isPure: false }];
    }),
  );
}

function pure(kind: NonNullable<Guess>): LearnedColumn {
  if (kind === 'boolean') return { kind, isPure: true };
  if (kind === 'number') return { kind, finding: { kind: 'form', form: PLAIN_NUMBER, fits: Infinity }, isPure: true };
  return { kind, finding: { kind: 'form', form: 'ISO 8601', fits: Infinity }, isPure: true };
}

async function guess(
  connection: DuckDBConnection,
  from: string,
  columns: readonly TextColumn[],
): Promise<readonly Guess[]> {
  if (columns.length === 0) return [];
  const list = columns.map(({ sql }) => sql).join(', ');
  const read = await connection.runAndReadAll(`select ${list} from ${from} limit ${String(LOOKED_AT)}`);
  const cells = read.getColumns() as (string | null)[][];
  return columns.map((column, index) => guessOf(column, cells[index] ?? []));
}

function guessOf({ texts }: TextColumn, cells: readonly (string | null)[]): Guess {
  const said = cells.filter((cell) => cell !== null && cell.trim() !== '') as string[];
  if (said.length === 0) return null;
  if (said.every((cell) => parseMoment(cell) !== undefined)) return 'date';
  if (texts === 'dates') return null;
  if (said.every((cell) => readNumber(cell, PLAIN_NUMBER) !== undefined)) return 'number';
  return said.every((cell) => readBoolean(cell) !== undefined) ? 'boolean' : null;
}

/** Counts the cells that are what was guessed; also the pass in which DuckDB reads every cell of the file once. */
async function prove(
  connection: DuckDBConnection,
  from: string,
  columns: readonly TextColumn[],
  guesses: readonly Guess[],
): Promise<{ readonly cells: readonly number[]; readonly proven: readonly boolean[] }> {
  const list = columns.flatMap(({ sql }, index) => [`count(${sql})`, PROOF[guesses[index] ?? 'none'](sql)]);
  const read = await connection.runAndReadAll(`select ${['count(*)', ...list].join(', ')} from ${from}`);
  const [, ...counts] = read.getRowsJson()[0]?.map(Number) ?? [];
  const cells = columns.map((_, index) => counts[2 * index] ?? 0);
  return { cells, proven: cells.map((all, index) => all > 0 && counts[2 * index + 1] === all) };
}

const PROOF: Readonly<Record<NonNullable<Guess> | 'none', (sql: string) => string>> = {
  number: (sql) => `count(try_cast(${sql} as double))`,
  date: (sql) => `count(case when ${sql} like '____-__-__%' then try_cast(${sql} as timestamptz) end)`,
  boolean: (sql) => `count(case when lower(${sql}) in ('true', 'false', 't', 'f', 'yes', 'no', 'y', 'n') then 1 end)`,
  none: () => '0',
};

async function lookAtAll(
  connection: DuckDBConnection,
  from: string,
  columns: readonly TextColumn[],
  most: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, ColumnFinding>> {
  const watched = columns.map(({ name, sql, texts }) => ({
    name,
    sql,
    most: most.get(name) ?? 0,
    evidence: new ColumnEvidence(texts),
    counts: new Map<string, number>(),
  }));
  let open = watched.filter((column) => column.most > 0);
  if (open.length > 0) {
    const reading = open;
    const result = await connection.stream(`select ${reading.map(({ sql }) => sql).join(', ')} from ${from}`);
    for (let chunks = 1; open.length > 0; chunks++) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      for (const column of open) count(column.counts, chunk.getColumnValues(reading.indexOf(column)));
      if (chunks % CHUNKS !== 0) continue;
      for (const { evidence, counts } of open) flush(evidence, counts);
      open = open.filter(({ evidence, most: cells }) => !evidence.isText(cells));
    }
  }
  return new Map(
    watched.map(({ name, evidence, counts }) => {
      flush(evidence, counts);
      return [name, evidence.finding()];
    }),
  );
}

function count(counts: Map<string, number>, cells: readonly DuckDBValue[]): void {
  for (const cell of cells) if (typeof cell === 'string') counts.set(cell, (counts.get(cell) ?? 0) + 1);
}

function flush(evidence: ColumnEvidence, counts: Map<string, number>): void {
  for (const [text, times] of counts) evidence.add(text, times);
  counts.clear();
}
