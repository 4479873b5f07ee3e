import { compileCondition, type Condition, type ModelDocument, type Segment } from '../engine/index.js';
import { type FeatureSpec } from '../plugin-host/index.js';
import { type FeatureColumn, StrataError } from '../sdk/index.js';
import { type ColumnRequest } from './column-sql.js';
import { type DataFile } from './data-file.js';
import { binaryLabel, holdsValues, isControl } from './label.js';
import { findRoles, type RoleOptions, type Roles } from './roles.js';
import { readTable, selectRows, type Table } from './table.js';
import { cellOf, pickRows, type TableColumn } from './table-column.js';
import { armsOf, rowsOfTreatments } from './treatments.js';

/** What the command line may say about a file that the model's document does not. */
export interface ExampleOptions extends RoleOptions {
  /** The value of the label that counts as success. */
  readonly positive?: string;
  /** Segments that `population` and conditions may name. */
  readonly segments?: readonly Segment[];
  /** The features of a trained version, which is then judged by the examples. */
  readonly trainedFeatures?: readonly FeatureSpec[];
  /** The treatments of a trained uplift model: they keep their numbers, and rows with others are left out. */
  readonly trainedTreatments?: readonly string[];
  /** @param share read so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** The rows of a file that a model can learn from or be judged by. All arrays have `rows` entries. */
export interface Examples {
  readonly rows: number;
  readonly rowsInFile: number;
  readonly features: readonly FeatureColumn[];
  /** 0 or 1 for binary tasks, and for uplift of successes; else the value. */
  readonly label: Float64Array;
  /** 0 for control, 1 … T, where the task is uplift. */
  readonly treatment?: Uint8Array;
  /** Names of the treatments 1 … T, where the task is uplift. */
  readonly treatments?: readonly string[];
  /** Milliseconds since 1970, where a split by time needs them. */
  readonly times?: Float64Array;
  /** The column that names persons, where there is one. */
  readonly keyColumn: string | null;
  /** What is hashed to divide rows: the person, else the row's number in the file. */
  keyOf(row: number): string;
  /** Number of each row in the file, from 0. */
  readonly rowNumbers: Uint32Array;
  /** What a reader of the result should know: rows left out and why. */
  readonly notes: readonly string[];
  /** Names of the columns that play a part. */
  readonly roles: { readonly label: string; readonly treatment: string | null; readonly time: string | null };
}

/**
 * Reads the examples of a model from a file: its features and label, for the rows that its `population`, `where` and
 * `treatment` select.
 *
 * @throws StrataError BAD_COLUMN, BAD_FILE
 */
export async function readExamples(
  document: ModelDocument,
  data: DataFile,
  options: ExampleOptions = {},
): Promise<Examples> {
  const roles = findRoles(document, data, options);
  const population = populationOf(document, data, options.segments ?? []);
  const where = options.where ?? document.where;
  const table = await readTable(data, {
    columns: requestsFor(document, roles, data, options.trainedFeatures),
    where: [...(where === undefined ? [] : [where]), ...population.where],
    segments: options.segments ?? [],
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  });
  const armed = keepArm(table, document, roles, options.trainedTreatments);
  const labelled = keepLabelled(armed.table, document, roles, data.file, options);
  const notes = [...population.notes, ...armed.notes, ...labelled.notes];
  return examplesOf({ ...labelled, notes }, document, roles, options.trainedTreatments);
}

/** The model's population as a condition, where the file has the columns to tell who belongs to it. */
function populationOf(
  { population }: ModelDocument,
  data: DataFile,
  segments: readonly Segment[],
): { readonly where: readonly Condition[]; readonly notes: readonly string[] } {
  if (population === undefined || data.population === population) return { where: [], notes: [] };
  if (!segments.some(({ id }) => id === population)) {
    return { where: [], notes: [`the segment "${population}" is not known here: rows outside of it are not left out`] };
  }
  const names = new Set(data.columns.map(({ name }) => name));
  const missing = compileCondition(population, { segments })
    .facts.map(({ fact }) => fact)
    .filter((fact) => !names.has(fact));
  if (missing.length === 0) return { where: [{ condition: population }], notes: [] };
  const message = `the file has no ${missing.join(', ')}: rows outside of the segment "${population}" are not left out`;
  return { where: [], notes: [message] };
}

function requestsFor(
  document: ModelDocument,
  roles: Roles,
  data: DataFile,
  features: readonly FeatureSpec[] = [],
): readonly ColumnRequest[] {
  const specs = new Map(features.map((feature) => [feature.name, feature]));
  const names = new Set([...document.features, roles.label, roles.treatment, roles.time, roles.key]);
  return [...names].flatMap((name): readonly ColumnRequest[] => {
    if (name === null) return [];
    if (name === roles.time) return [{ name, kind: 'date' }];
    if (name === roles.key) return [{ name, kind: 'category' }];
    const spec = specs.get(name);
    return [spec === undefined ? requestFor(document, name) : featureRequest(document, spec, data)];
  });
}

/** How the column of a trained model's feature is to be read, whatever the cells of this file look like. */
export function featureRequest(
  document: Pick<ModelDocument, 'columns'>,
  { name, type }: FeatureSpec,
  data: Pick<DataFile, 'column'>,
): ColumnRequest {
  const request = requestFor(document, name);
  if (type === 'category') return { ...request, kind: 'category' };
  const kind = request.kind ?? data.column(name).kind ?? 'number';
  return { ...request, kind: kind === 'category' ? 'number' : kind };
}

/** How a column is to be read: as the document says, else as its cells tell. */
function requestFor(document: Pick<ModelDocument, 'columns'>, name: string): ColumnRequest {
  const { type, blank } = document.columns?.[name] ?? {};
  return { name, ...(type === undefined ? {} : { kind: type }), ...(blank === undefined ? {} : { blank }) };
}

/** Rows without an offer for `"treatment": "none"`, with one for `"any"`; of uplift both. */
function keepArm(
  table: Table,
  document: ModelDocument,
  roles: Roles,
  trainedTreatments: readonly string[] | undefined,
): { readonly table: Table; readonly notes: readonly string[] } {
  const column = table.columns.get(roles.treatment ?? '');
  const { treatment, task } = document;
  if (column === undefined || treatment === undefined) return { table, notes: [] };
  if (task === 'uplift') return keepTreatments(table, column, document, trainedTreatments);
  if (typeof treatment === 'object') return { table, notes: mixedArms(column, table.rows, treatment.control) };
  const kept = positions(table.rows, (row) => isControl(cellOf(column, row)) === (treatment === 'none'));
  if (kept.length === table.rows) return { table, notes: [] };
  const which = treatment === 'none' ? 'without an offer' : 'with an offer';
  return {
    table: selectRows(table, kept),
    notes: [`${kept.length} of ${table.rows} rows are ${which} (${column.name})`],
  };
}

function keepTreatments(
  table: Table,
  column: TableColumn,
  document: ModelDocument,
  trainedTreatments: readonly string[] | undefined,
): { readonly table: Table; readonly notes: readonly string[] } {
  if (trainedTreatments === undefined) return { table, notes: [] };
  const kept = rowsOfTreatments(column, table.rows, document, trainedTreatments);
  if (kept.length === table.rows) return { table, notes: [] };
  const notes = [`${table.rows - kept.length} rows got a treatment that the model does not know (${column.name})`];
  return { table: selectRows(table, kept), notes };
}

/** A model of one outcome that learns from people with and without an offer mixes them up. */
function mixedArms(column: TableColumn, rows: number, control: string | number): readonly string[] {
  const arms = new Set(Array.from({ length: rows }, (_, row) => String(cellOf(column, row) ?? '')));
  if (arms.size < 2 || !arms.has(String(control))) return [];
  return [
    `the rows are of ${arms.size} arms with the control among them (${column.name}): pick with "where" unless that is meant`,
  ];
}

function keepLabelled(
  table: Table,
  document: ModelDocument,
  roles: Roles,
  file: string,
  options: ExampleOptions,
): { readonly table: Table; readonly label: Float64Array; readonly notes: readonly string[] } {
  const column = table.columns.get(roles.label);
  if (column === undefined) throw new StrataError('INTERNAL', `Column "${roles.label}" was not read.`);
  const positive = options.positive ?? ('column' in document.label ? document.label.positive : undefined);
  const ofValues = document.task === 'uplift' && positive === undefined && holdsValues(column);
  const label =
    document.task === 'regression' || ofValues ? valueLabel(column, file) : binaryLabel(column, file, positive);
  const kept = positions(table.rows, (row) => !Number.isNaN(label[row] ?? Number.NaN));
  if (kept.length === table.rows) return { table, label, notes: [] };
  const notes = [`${table.rows - kept.length} rows have no label (${roles.label}) and are left out`];
  return { table: selectRows(table, kept), label: Float64Array.from(kept, (row) => label[row] ?? Number.NaN), notes };
}

function valueLabel(column: TableColumn, file: string): Float64Array {
  if (column.type === 'number') return column.values;
  throw new StrataError('BAD_COLUMN', `Column "${column.name}" of ${file} is not a number.`, {
    problems: [{ file, message: `column "${column.name}" holds text`, expected: 'numbers, for "task": "regression"' }],
  });
}

function examplesOf(
  { table, label, notes }: { readonly table: Table; readonly label: Float64Array; readonly notes: readonly string[] },
  document: ModelDocument,
  { key, ...roles }: Roles,
  trainedTreatments: readonly string[] | undefined,
): Examples {
  const columnOf = (name: string | null) => table.columns.get(name ?? '');
  const keyColumn = columnOf(key);
  const times = columnOf(roles.time);
  const treated = document.task === 'uplift' ? columnOf(roles.treatment) : undefined;
  const arms = treated && armsOf(treated, table.rows, document, trainedTreatments);
  return {
    rows: table.rows,
    rowsInFile: table.rowsInFile,
    features: document.features.flatMap((name) => columnOf(name) ?? []),
    label,
    ...(arms === undefined ? {} : { treatment: arms.codes, treatments: arms.treatments }),
    ...(times?.type === 'number' ? { times: times.values } : {}),
    keyColumn: key,
    keyOf: (row) => String((keyColumn && cellOf(keyColumn, row)) ?? table.rowNumbers[row]),
    rowNumbers: table.rowNumbers,
    notes,
    roles,
  };
}

/** The examples at these positions. */
export function pickExamples(examples: Examples, positions: Uint32Array): Examples {
  const { features, label, treatment, times, rowNumbers } = examples;
  return {
    ...examples,
    rows: positions.length,
    features: features.map((column) => pickRows(column, positions)),
    label: Float64Array.from(positions, (row) => label[row] ?? Number.NaN),
    ...(treatment === undefined ? {} : { treatment: Uint8Array.from(positions, (row) => treatment[row] ?? 0) }),
    ...(times === undefined ? {} : { times: Float64Array.from(positions, (row) => times[row] ?? Number.NaN) }),
    rowNumbers: positions.map((row) => rowNumbers[row] ?? 0),
    keyOf: (row) => examples.keyOf(positions[row] ?? 0),
  };
}

function positions(rows: number, keep: (row: number) => boolean): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row).filter(keep);
}
