import { type DuckDBConnection } from '@duckdb/node-api';
import { firstRow } from '../people/duckdb.js';

/** How many rows and people there are. */
export interface Heads {
  readonly rows: number;
  /** Rows that name nobody. */
  readonly nameless: number;
  readonly people: number;
}

/** Counts the people of a query that has `id`. */
export async function countHeads(connection: DuckDBConnection, people: string): Promise<Heads> {
  const [rows, named, hashes] = await countOf(
    connection,
    'count(*), count(id), count(distinct hash(id)) filter (where id is not null)',
    people,
  );
  const nameless = rows - named;
  // As many hashes as ids: these are all different. Counting the ids themselves takes thrice as long.
  if (hashes === named) return { rows, nameless, people: named };
  const [different] = await countOf(connection, 'count(distinct id)', people);
  return { rows, nameless, people: different };
}

async function countOf(
  connection: DuckDBConnection,
  counts: string,
  people: string,
): Promise<readonly [number, number, number]> {
  const [first, second, third] = await firstRow(connection, `select ${counts} from (${people})`);
  return [Number(first), Number(second), Number(third)];
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
