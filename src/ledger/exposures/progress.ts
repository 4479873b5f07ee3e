import { type EntityManager } from 'typeorm';

/**
 * The name of a table that is read in the order in which it was written: its column `written_in` has the number of the
 * transaction, its index `<name>_by_transaction` finds it, and the column `<name>_until` here remembers how far it was read.
 */
export type Journal = 'decisions' | 'events';

/** Rows by the numbers of the transactions that wrote them. Numbers travel as text: they have 64 bits. */
export interface Piece {
  /** Its first transaction; null for everything before `until`, also rows without a number. */
  readonly from: string | null;
  /** The first transaction after it. */
  readonly until: string;
  /** True where nothing was written after it, but by transactions that were open a moment ago. */
  readonly last: boolean;
}

/**
 * The next piece of a table's rows to be read. Transactions are numbered in the order in which they begin to write,
 * whatever the clocks of servers say, and all of a piece have ended.
 *
 * A database that was restored into another server numbers anew, and its rows have numbers that are still to come: those
 * are taken away, and everything is read once more, which must count nothing twice.
 *
 * @param most of how many transactions
 */
export async function nextPiece(manager: EntityManager, table: Journal, most: number): Promise<Piece> {
  const { from, complete } = await progressOf(manager, table);
  const first = from ?? (await firstTransaction(manager, table)) ?? complete;
  const end = BigInt(first) + BigInt(most);
  const last = end >= BigInt(complete);
  return { from, until: last ? complete : String(end), last };
}

/**
 * The SQL condition that a row is in a piece, whose three members are the parameters from `$1` on. The last piece reaches
 * up to now, so that what just came counts at once; it is looked at again the next time.
 */
export const IN_PIECE = `($1::bigint is null or written_in >= $1) and ($3::boolean or coalesce(written_in, 0) < $2::bigint)`;

/** Remembers that a piece was read. */
export async function keepProgress(manager: EntityManager, table: Journal, { until }: Piece): Promise<void> {
  await manager.query(`update outcome_progress set ${table}_until = greatest(${table}_until, $1)`, [until]);
}

interface Progress {
  /** Rows of transactions before this one were read; null where none was. */
  readonly from: string | null;
  /** Transactions before this one have ended. */
  readonly complete: string;
}

async function progressOf(manager: EntityManager, table: Journal): Promise<Progress> {
  const [progress] = await manager.query<[Progress]>(
    `select ${table}_until::text as from, pg_snapshot_xmin(pg_current_snapshot())::text as complete
     from outcome_progress`,
  );
  if (progress.from === null || BigInt(progress.from) <= BigInt(progress.complete)) return progress;
  await manager.query(`update ${table} set written_in = null where written_in >= $1`, [progress.complete]);
  await manager.query(`update outcome_progress set ${table}_until = null`);
  return { ...progress, from: null };
}

/** The first transaction that wrote a row, or null. */
async function firstTransaction(manager: EntityManager, table: Journal): Promise<string | null> {
  const [row] = await manager.query<[{ readonly first: string | null }]>(
    `select min(written_in)::text as first from ${table}`,
  );
  return row.first;
}

/** Summarises the pages of rows that came since the last time, which on the embedded database nobody else does. */
export async function summariseNewPages(manager: EntityManager, table: Journal): Promise<void> {
  await manager.query(
    `select brin_summarize_new_values(coalesce(i.inhrelid, c.oid)) from pg_class c left join pg_inherits i on i.inhparent = c.oid
     where c.oid = $1::regclass`,
    [`${table}_by_transaction`],
  );
}
