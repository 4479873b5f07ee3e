import { type DuckDBConnection } from '@duckdb/node-api';
import { firstRow } from '../people/duckdb.js';

/** How many rows and people there are. */
export interface Heads {
  readonly rows: number;
  /** Rows that name nobody. */
  readonly nameless: number;
  /** Rows that name somebody who is drawn, and who these are. */
  readonly named: number;
  readonly people: number;
}

/** Counts the people of a query that has `id`. @param drawn a condition that holds for those who are; null for all */
export async function countHeads(connection: DuckDBConnection, people: string, drawn: string | null): Promise<Heads> {
  const among = `filter (where id is not null${drawn === null ? '' : ` and ${drawn}`})`;
  const counts = `count(*), count(id), count(*) ${among}, count(distinct hash(id)) ${among}`;
  const [rows = 0, known = 0, named = 0, hashes] = await countOf(connection, counts, people);
  const nameless = rows - known;
  // As many hashes as ids: these are all different. Counting the ids themselves takes thrice as long.
  if (hashes === named) return { rows, nameless, named, people: named };
  const [different = 0] = await countOf(connection, `count(distinct id) ${among}`, people);
  return { rows, nameless, named, people: different };
}

async function countOf(connection: DuckDBConnection, counts: string, people: string): Promise<readonly number[]> {
  return (await firstRow(connection, `select ${counts} from (${people})`)).map(Number);
}

/**
 * The same people with one row each: of several rows that of the least values counts, so that the order of files and rows
 * does not matter.
 */
export async function onceEach(connection: DuckDBConnection, people: string): Promise<string> {
  await connection.run(
    `create or replace temp table doubles as select id from (${people}) where id is not null group by id having count(*) > 1`,
  );
  return `
    select * from (${people}) where id not in (select id from doubles)
    union all
    select unnest(least) from (select min(r) as least from (${people}) r where r.id in (select id from doubles) group by r.id)`;
}
