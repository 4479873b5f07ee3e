import { compileCondition } from '#strata/engine/conditions';
import { type Condition, type ModelDocument, type Segment } from '#strata/engine';
import { type FeatureSpec } from '#strata/scoring/encoding';
import { type FeatureColumn, StrataError } from '#sdk';
import { cellOf, pickRows, type TableColumn } from '#strata/tables/columns';
import type { DataFile } from '#strata/tables/files';
import { type ColumnForms, formsOf, requestsFor } from './column-requests.js';
import { keepArm, keepLabelled } from './kept-rows.js';
import { type Success, successOf } from './label.js';
import { isBareId, mayHoldIds, personOf, type RepeatedIds, repeatedIds } from './persons.js';
import { findRoles, type RoleOptions, type Roles } from './roles.js';
import { readTable, type Table } from './table.js';
import { armsOf, type ControlRule, controlRule } from './treatments.js';

/** What the command line may say about a file that the model's document does not. */
export interface ExampleOptions extends RoleOptions {
  /** The value of the label that counts as success. */
  readonly positive?: string;
  /** Segments that `population` and conditions may name. */
  readonly segments?: readonly Segment[];
  /** The features of a trained version, which is then judged by the examples. */
  readonly trainedFeatures?: readonly FeatureSpec[];
  /** How a trained version reads its columns, so that the same cells mean the same. */
  readonly columns?: ColumnForms;
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
  readonly keyOf: (row: number) => string;
  /** Number of each row in the file, from 0. */
  readonly rowNumbers: Uint32Array;
  /** How the features were read. */
  readonly columns: ColumnForms;
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
  refuseRolesAsFeatures(document, { ...roles, person: options.person ?? document.person }, data.file);
  const persons = await findPersons(document, roles, data);
  const population = populationOf(document, data, options.segments ?? []);
  const where = options.where ?? document.where;
  const success = successFor(document, options);
  const requests = requestsFor(document, { ...roles, key: persons.key }, data, options, success);
  const table = await readTable(data, {
    columns: requests,
    where: [...(where === undefined ? [] : [where]), ...population.where],
    segments: options.segments ?? [],
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  });
  const read = await formsOf(
    data,
    requests,
    new Set([...document.features, ...(roles.time === null ? [] : [roles.time])]),
  );
  const armed = keepArm(table, document, roles, data, options.trainedTreatments);
  const labelled = keepLabelled(armed.table, document, roles, data.file, success);
  const notes = [...population.notes, ...read.notes, ...armed.notes, ...labelled.notes];
  const examples = {
    ...labelled,
    notes,
    columns: read.forms,
    persons: persons.notes,
    rule: controlRule(document, data),
  };
  return examplesOf(examples, document, { ...roles, key: persons.key }, options.trainedTreatments);
}

/** A model that is given the answer learns to repeat it; one that is given names knows nobody else. */
function refuseRolesAsFeatures(
  { id, features, task }: ModelDocument,
  { label, treatment, person }: Roles & { readonly person: string | undefined },
  file: string,
): void {
  const roles = [
    { part: 'label', column: label, message: 'is what the model is to predict' },
    { part: 'treatment', column: task === 'uplift' ? treatment : null, message: 'says what each person got' },
    { part: 'person', column: person ?? null, message: 'names the person' },
  ];
  for (const { part, column, message } of roles) {
    const index = column === null ? -1 : features.indexOf(column);
    if (index < 0) continue;
    throw new StrataError('BAD_COLUMN', `"${id}" has its ${part} among its features.`, {
      problems: [
        {
          file,
          pointer: `/features/${String(index)}`,
          message: `"${column ?? ''}" ${message}`,
          expected: 'features that are known before the label',
        },
      ],
    });
  }
}

/** The column that names persons, and what repeats where no name tells which it is. */
async function findPersons(
  { features }: ModelDocument,
  roles: Roles,
  data: DataFile,
): Promise<{ readonly key: string | null; readonly notes: readonly string[] }> {
  if (roles.key !== null) return { key: roles.key, notes: [] };
  const taken = new Set<string | null>([...features, roles.label, roles.treatment, roles.time]);
  const names = data.columns.filter(({ name, kind }) => kind !== null && !taken.has(name) && mayHoldIds(name));
  if (names.length === 0) return { key: null, notes: [] };
  const { columns } = await readTable(data, { columns: names.map(({ name }) => ({ name, kind: 'category' })) });
  const repeated = repeatedIds([...columns.values()]);
  const bare = repeated.find(isBareId);
  if (bare !== undefined) return { key: bare.name, notes: [] };
  return { key: null, notes: repeated.map(repeatedNote) };
}

function repeatedNote({ name, ids, rows }: RepeatedIds): string {
  return `"${name}" repeats, ${String(ids)} values in ${String(rows)} rows: where it names people say "person": "${name}" in the document or --person, else they stand on both sides of the split`;
}

function successFor({ label }: ModelDocument, { positive }: ExampleOptions): Success {
  if (positive !== undefined) return successOf(positive);
  if ('above' in label) return { above: label.above };
  return 'column' in label ? successOf(label.positive) : {};
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

function examplesOf(
  {
    table,
    label,
    notes,
    columns,
    persons,
    rule,
  }: {
    readonly table: Table;
    readonly label: Float64Array;
    readonly notes: readonly string[];
    readonly columns: ColumnForms;
    readonly persons: readonly string[];
    readonly rule: ControlRule;
  },
  document: ModelDocument,
  { key, ...roles }: Roles,
  trainedTreatments: readonly string[] | undefined,
): Examples {
  const columnOf = (name: string | null) => table.columns.get(name ?? '');
  const keyColumn = columnOf(key);
  const times = columnOf(roles.time);
  const treated = document.task === 'uplift' ? columnOf(roles.treatment) : undefined;
  const arms = treated && armsOf(treated, table.rows, rule, trainedTreatments);
  return {
    rows: table.rows,
    rowsInFile: table.rowsInFile,
    features: document.features.flatMap((name) => columnOf(name) ?? []),
    label,
    ...(arms === undefined ? {} : { treatment: arms.codes, treatments: arms.treatments }),
    ...(times?.type === 'number' ? { times: times.values } : {}),
    keyColumn: key,
    keyOf: (row) => (keyColumn && personOf(cellOf(keyColumn, row))) ?? String(table.rowNumbers[row]),
    rowNumbers: table.rowNumbers,
    columns,
    notes: [...notes, ...persons, ...(keyColumn === undefined ? [] : severalRowsNote(keyColumn, table.rows))],
    roles,
  };
}

/** Where people have several rows: that they are kept together. */
function severalRowsNote(column: TableColumn, rows: number): readonly string[] {
  const [people] = repeatedIds([column]);
  if (people === undefined || people.rows > rows) return [];
  return [
    `${String(people.rows)} rows are of ${String(people.ids)} people (${column.name}): a split by hash is one of people`,
  ];
}

/** For each example the number of its person, from 0; undefined where every person has one row. */
export function peopleOf({
  rows,
  keyColumn,
  keyOf,
}: Pick<Examples, 'rows' | 'keyColumn' | 'keyOf'>): Uint32Array | undefined {
  if (keyColumn === null) return undefined;
  const numbers = new Map<string, number>();
  const people = Uint32Array.from({ length: rows }, (_, row) => {
    const key = keyOf(row);
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
  return numbers.size < rows ? people : undefined;
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
