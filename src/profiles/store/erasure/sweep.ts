import { type Database } from '#strata/platform/database';
import { type Erased } from './erase.js';

/** Enough rounds for every segment of the write-ahead log that was there to be replaced. */
const MOST_ROUNDS = 32;

/**
 * Removes what a deletion leaves behind in the files: dead rows, values in the planner's statistics, pages of the
 * write-ahead log.
 *
 * The embedded database is rewritten, which takes about a second for some hundred megabytes. On PostgreSQL only the
 * statistics of the tables in question are made anew: dead rows are vacuumed by the server itself, and its files, log
 * archives and backups belong to whoever runs it.
 */
export async function sweep(database: Database, erased: Erased): Promise<void> {
  if (database.kind === 'pglite') await rewriteEmbedded(database);
  else await renewStatistics(database, erased);
}

async function rewriteEmbedded(database: Database): Promise<void> {
  await database.run(async (manager) => {
    // Statistics of a table that became empty would stay as they are.
    await manager.query(
      `delete from pg_statistic where starelid in (
         select oid from pg_class where relnamespace = current_schema()::regnamespace)`,
    );
    await manager.query('vacuum (full, analyze)');
    // A segment of the log that is used again would keep its old pages.
    await manager.query('set wal_recycle = off');
    const segments = async () => {
      const rows: { name: string }[] = await manager.query('select name from pg_ls_waldir()');
      return rows.map(({ name }) => name);
    };
    const old = new Set(await segments());
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await manager.query('select pg_switch_wal()');
      await manager.query('checkpoint');
      if (!(await segments()).some((name) => old.has(name))) return;
    }
  });
}

/** Statistics of a table that an erasure emptied can only be deleted, which needs a superuser. */
async function renewStatistics(database: Database, { ids, tables }: Erased): Promise<void> {
  const outdated = await database.run((manager) =>
    manager.query<{ name: string }[]>(
      `with touched as (
         select name::regclass::oid as id from unnest($1::text[]) as shrunk (name)
         union select inhparent from pg_inherits join unnest($1::text[]) as shrunk (name) on inhrelid = name::regclass
         union select format('%I.%I', schemaname, tablename)::regclass from pg_stats, unnest($2::text[]) as erased (id)
           where schemaname = current_schema()
             and position(erased.id in concat(most_common_vals::text, histogram_bounds::text)) > 0)
       select distinct format('%s', id::regclass) as name from touched
       where exists (select from pg_statistic where starelid = touched.id)`,
      [tables, ids],
    ),
  );
  const names = outdated.map(({ name }) => name);
  await database.run(async (manager) => {
    const [right] = await manager.query<{ granted: boolean }[]>(
      `select has_table_privilege('pg_statistic', 'delete') as granted`,
    );
    if (right?.granted !== true) return;
    await manager.query('delete from pg_statistic where starelid = any($1::text[]::regclass[])', [names]);
  });
  for (const name of names) await database.run((manager) => manager.query(`analyze ${name}`));
}
