import { compileCondition } from '#strata/engine/conditions';
import { type Condition, type ModelDocument, type Segment, type Strategy } from '#strata/engine';
import { StrataError } from '#sdk';
import { type DataFile } from '#strata/tables/files';
import { readTable, type Table } from '#strata/models/datasets';
import { cellOf, type TableColumn } from '#strata/tables/columns';
import { type RowArms, armsOf } from './arms.js';
import { findHistoryRoles, type HistoryColumns, type HistoryRoles } from './columns.js';
import { numbersOf, readOutcome, type RowOutcome } from './outcome.js';

/** The rows of a history: people to whom something was offered or not, and what followed. All arrays have `rows` entries. */
export interface HistoryRows extends RowOutcome {
  readonly rows: number;
  readonly rowsInFile: number;
  /** Number of each row in the file, from 0. */
  readonly rowNumbers: Uint32Array;
  readonly roles: HistoryRoles;
  /** See `armsOf`; null where the history does not say who got what. */
  readonly arm: Int8Array | null;
  /** P(the row got what it got); null where it was not recorded. */
  readonly propensity: Float64Array | null;
  /** By offer, 1 where the row might have got it; null where the history does not tell. */
  readonly eligible: EligibleRows | null;
  /** Milliseconds since 1970; null where the history has no time. */
  readonly times: Float64Array | null;
  /** Number of the person, from 0, and what the history calls each; null where it names nobody. */
  readonly person: Uint32Array;
  readonly personNames: readonly string[] | null;
  /** Number of the pool that the row competes in (its campaign, else its month), from 0. */
  readonly pool: Uint32Array;
  readonly poolNames: readonly string[];
  /** The columns of facts that rules, money and groups read, by name. */
  readonly facts: ReadonlyMap<string, TableColumn>;
  readonly notes: readonly string[];
}

/** Of each of the strategy's offers: 1 where a row may get it, else 0. */
export type EligibleRows = readonly Uint8Array[];

/** What to read. */
export interface HistoryRequest {
  readonly strategy: Strategy;
  /** Of the models that the strategy uses, where they are known. */
  readonly documents: readonly ModelDocument[];
  readonly segments: readonly Segment[];
  readonly columns: HistoryColumns;
  /** Further columns to read where the history has them. */
  readonly facts: readonly string[];
  readonly progress?: (share: number, note: string) => void;
}

/**
 * Reads the rows of a history that belong to the strategy's segment.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN
 */
export async function readHistoryRows(data: DataFile, request: HistoryRequest): Promise<HistoryRows> {
  const { strategy, documents, segments, columns } = request;
  const roles = findHistoryRoles(strategy, documents, data, columns);
  const pool = segmentOf(strategy, data, segments);
  const table = await readTable(data, {
    columns: requestsOf(roles, data, request.facts),
    where: [...pool.where, ...(columns.where === undefined ? [] : [columns.where])],
    segments,
    ...(request.progress === undefined ? {} : { progress: request.progress }),
  });
  const arms = readArms(table, roles, request, data.file);
  const outcome = readOutcome(table, roles, request, { arms, file: data.file });
  const times = numbersOf(table, roles.time);
  const people = codesOf(table, (row) => textOf(table, roles.person, row) ?? `row ${row}`);
  return {
    rows: table.rows,
    rowsInFile: table.rowsInFile,
    rowNumbers: table.rowNumbers,
    roles,
    arm: arms?.arm ?? null,
    ...outcome.values,
    propensity: readPropensity(table, roles, data.file),
    eligible: readEligible(table, roles, strategy),
    times,
    person: people.codes,
    personNames: roles.person === null ? null : people.names,
    ...poolsOf(table, roles, times),
    facts: new Map(request.facts.flatMap((name) => entryOf(table, name))),
    notes: [...pool.notes, ...(arms?.notes ?? []), ...outcome.notes],
  };
}

/** The strategy's segment as a condition, where the history has the columns to tell who belongs to it. */
function segmentOf(
  { segment }: Strategy,
  data: DataFile,
  segments: readonly Segment[],
): { readonly where: readonly Condition[]; readonly notes: readonly string[] } {
  if (segment === data.population) return { where: [], notes: [] };
  const known = new Set(data.columns.map(({ name }) => name));
  const title = typeof segment === 'string' ? `"${segment}"` : 'of the strategy';
  if (typeof segment === 'string' && !segments.some(({ id }) => id === segment)) {
    return { where: [], notes: [`the segment ${title} is not known here: nobody is left out`] };
  }
  const missing = compileCondition(segment, { segments })
    .facts.map(({ fact }) => fact)
    .filter((fact) => !known.has(fact));
  if (missing.length === 0)
    return { where: [typeof segment === 'string' ? { condition: segment } : segment], notes: [] };
  return { where: [], notes: [`the history has no ${missing.join(', ')}: nobody is left out by the segment ${title}`] };
}

function requestsOf(
  roles: HistoryRoles,
  data: DataFile,
  facts: readonly string[],
): { name: string; kind?: 'date' | 'category' }[] {
  const kinds = new Map<string, { kind?: 'date' | 'category' }>();
  const known = new Set(data.columns.map(({ name }) => name));
  for (const fact of facts) if (known.has(fact)) kinds.set(fact, {});
  const { label, treatment, value, redeemed, propensity } = roles;
  for (const name of [label, treatment, value, redeemed, propensity]) if (name !== null) kinds.set(name, {});
  if (roles.time !== null) kinds.set(roles.time, { kind: 'date' });
  for (const name of [roles.person, roles.campaign, roles.eligible]) {
    if (name !== null) kinds.set(name, { kind: 'category' });
  }
  return [...kinds].map(([name, kind]) => ({ name, ...kind }));
}

function readArms(table: Table, roles: HistoryRoles, request: HistoryRequest, file: string): RowArms | null {
  const column = table.columns.get(roles.treatment ?? '');
  if (column === undefined) return null;
  const said = request.documents
    .map(({ treatment }) =>
      typeof treatment === 'object' && treatment.column === column.name ? treatment.control : undefined,
    )
    .find((control) => control !== undefined);
  const control = request.columns.control ?? (said === undefined ? undefined : String(said));
  return armsOf(column, table.rows, request.strategy.offers, control, file);
}

function readPropensity(table: Table, { propensity }: HistoryRoles, file: string): Float64Array | null {
  const values = numbersOf(table, propensity);
  const wrong = values?.findIndex((value) => !(value > 0 && value <= 1)) ?? -1;
  if (values === null || wrong < 0) return values;
  throw new StrataError('BAD_COLUMN', `Column "${propensity ?? ''}" of ${file} is not a probability.`, {
    problems: [
      {
        file,
        message: `row ${(table.rowNumbers[wrong] ?? 0) + 1} has ${String(values[wrong])}`,
        expected: 'the probability of what the row got: above 0, at most 1',
      },
    ],
  });
}

function readEligible(table: Table, { eligible }: HistoryRoles, { offers }: Strategy): EligibleRows | null {
  const column = table.columns.get(eligible ?? '');
  if (column?.type !== 'category') return null;
  const named = column.categories.map((ids) => new Set(ids.split(' ')));
  return offers.map(({ id }) => Uint8Array.from(column.codes, (code) => Number(named[code]?.has(id) === true)));
}

/** Offers are drawn within a campaign; without that column a month stands for one, without a time all rows. */
function poolsOf(
  table: Table,
  { campaign }: HistoryRoles,
  times: Float64Array | null,
): Pick<HistoryRows, 'pool' | 'poolNames'> {
  const nameOf = (row: number): string => {
    if (campaign !== null) return textOf(table, campaign, row) ?? 'no campaign';
    return times === null ? 'all rows' : monthOf(times[row]);
  };
  const { codes, names } = codesOf(table, nameOf);
  return { pool: codes, poolNames: names };
}

/** `2026-09` of a moment in UTC. */
export function monthOf(time: number | undefined): string {
  return time === undefined || Number.isNaN(time) ? 'no date' : new Date(time).toISOString().slice(0, 7);
}

function codesOf(
  { rows }: Table,
  nameOf: (row: number) => string,
): { readonly codes: Uint32Array; readonly names: readonly string[] } {
  const codes = new Map<string, number>();
  const column = Uint32Array.from({ length: rows }, (_, row) => {
    const name = nameOf(row);
    const known = codes.get(name) ?? codes.size;
    codes.set(name, known);
    return known;
  });
  return { codes: column, names: [...codes.keys()] };
}

function textOf(table: Table, name: string | null, row: number): string | undefined {
  const column = table.columns.get(name ?? '');
  const cell = column === undefined ? undefined : cellOf(column, row);
  return cell === undefined ? undefined : String(cell);
}

function entryOf(table: Table, name: string): readonly (readonly [string, TableColumn])[] {
  const column = table.columns.get(name);
  return column === undefined ? [] : [[name, column]];
}
