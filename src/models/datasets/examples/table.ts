import { compileCondition, type FactRef } from '#strata/engine/conditions';
import { type Condition, type Segment } from '#strata/engine';
import { StrataError } from '#sdk';
import { type ColumnRequest, pickRows, type TableColumn } from '#strata/tables/columns';
import { type DataFile } from '#strata/tables/files';

/** Columns of a file in memory. */
export interface Table {
  readonly rows: number;
  /** For each row its number in the file, from 0; ascending. */
  readonly rowNumbers: Uint32Array;
  /** By name. */
  readonly columns: ReadonlyMap<string, TableColumn>;
  /** Rows of the file before any condition left some out. */
  readonly rowsInFile: number;
}

/** Which part of a file to read. */
export interface TableRequest {
  readonly columns: readonly ColumnRequest[];
  /** Only rows for which all of these hold. They may name columns that are not asked for. */
  readonly where?: readonly Condition[];
  /** Segments that conditions refer to. */
  readonly segments?: readonly Segment[];
  /** @param share read so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/**
 * Reads columns of a file into memory. Conditions see the cells as facts are: numbers, booleans, ISO dates,
 * text; a blank cell is a fact without a value.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN with the nearest name
 */
export async function readTable(data: Omit<DataFile, 'close'>, request: TableRequest): Promise<Table> {
  const names = { segments: request.segments ?? [], dates: dateColumns(data, request.columns) };
  const conditions = (request.where ?? []).map((condition) => compileCondition(condition, names));
  const read = new Set(conditions.flatMap((condition) => condition.facts.map((ref) => columnNameOf(ref))));
  const asked = new Map(request.columns.map((column) => [column.name, column]));
  const requests = [...asked.values(), ...[...read].filter((name) => !asked.has(name)).map((name) => ({ name }))];
  const whole = await readAll(data, requests, request.progress);
  if (conditions.length === 0) return whole;
  const kept = conditions.reduce(
    (rows, condition) => condition.select(({ fact }) => whole.columns.get(fact), rows),
    whole.rowNumbers,
  );
  return selectRows(whole, kept);
}

/** The columns whose cells a condition compares as dates, without a time as days in UTC. */
function dateColumns({ columns }: Pick<DataFile, 'columns'>, requests: readonly ColumnRequest[]): readonly string[] {
  return [...columns, ...requests].flatMap(({ name, kind }) => (kind === 'date' ? [name] : []));
}

/** The rows at these positions of the table. */
export function selectRows(table: Table, positions: Uint32Array): Table {
  return {
    rows: positions.length,
    rowNumbers: positions.map((position) => table.rowNumbers[position] ?? 0),
    columns: new Map([...table.columns].map(([name, column]) => [name, pickRows(column, positions)])),
    rowsInFile: table.rowsInFile,
  };
}

async function readAll(
  data: Omit<DataFile, 'close'>,
  requests: readonly ColumnRequest[],
  progress: TableRequest['progress'],
): Promise<Table> {
  const total = progress === undefined ? 0 : await data.rowCount();
  const batches = data.read(requests, {
    rowsPerBatch: Infinity,
    onRows: (rows) => progress?.(rows / total, `${rows} of ${total} rows read`),
  });
  for await (const { rows, columns } of batches) {
    const rowNumbers = Uint32Array.from({ length: rows }, (_, row) => row);
    return { rows, rowNumbers, columns: new Map(columns.map((column) => [column.name, column])), rowsInFile: rows };
  }
  throw new StrataError('BAD_FILE', `${data.file} cannot be read.`);
}

function columnNameOf(ref: FactRef): string {
  if (ref.params === undefined) return ref.fact;
  const message = `"${ref.fact}" takes parameters, which a file cannot answer`;
  throw new StrataError('INVALID_DOCUMENT', 'The condition cannot be applied to a file.', {
    problems: [{ message, expected: 'names of columns' }],
  });
}
