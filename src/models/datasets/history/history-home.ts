import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlName } from '#strata/kernel';
import { type TallyRow } from './campaign-records.js';
import { type SamplePlan } from './sample-plan.js';

/**
 * History, wherever it lies. What is drawn from it is collected in tables of a DuckDB of its own, so that all else is the
 * same for both homes.
 */
export interface HistoryHome {
  /** What it is called in messages. */
  readonly name: string;
  readonly connection: DuckDBConnection;
  /** Milliseconds since 1970: the first and the last event; null where there is none. */
  span(): Promise<{ readonly first: number; readonly last: number } | null>;
  tally(until: number, window: number): Promise<readonly TallyRow[]>;
  /** Makes a table with the columns of {@link DRAWN} of the examples of a plan. */
  draw(table: string, plan: SamplePlan, progress: HistoryProgress): Promise<DrawTally>;
  /** Makes a table with `n` and a column a fact, for the people and moments of another one (`n`, `user_id`, `now`). */
  facts(table: string, names: readonly string[], rows: string, progress: HistoryProgress): Promise<void>;
  /** When attributes of people were last said, by attribute and person; null where nobody knows. */
  lastSaid(
    attributes: readonly string[],
    people: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, number>> | null>;
  readonly close: () => void;
}

/** @param share done so far, 0 to 1 */
export type HistoryProgress = (share: number) => void;

/** What became of the people and moments that were looked at. */
export interface DrawTally {
  readonly candidates: number;
  readonly outside: number;
  readonly contacted: number;
}

/** The columns of drawn examples: milliseconds since 1970 in `now`, NULL where nothing was sent in `offer`. */
export const DRAWN = {
  user_id: 'varchar',
  now: 'bigint',
  campaign: 'varchar',
  offer: 'varchar',
  label: 'double',
} as const;

/** The statement that makes an empty table. */
export function createTable(name: string, columns: Readonly<Record<string, string>>): string {
  const list = Object.entries(columns).map(([column, type]) => `${sqlName(column)} ${type}`);
  return `create or replace temp table ${name} (${list.join(', ')})`;
}

/** A single row of numbers. */
export async function readNumbers(connection: DuckDBConnection, sql: string): Promise<readonly (number | null)[]> {
  const [row = []] = (await connection.runAndReadAll(sql)).getRowsJson();
  return row.map((cell) => (cell === null ? null : Number(cell)));
}
