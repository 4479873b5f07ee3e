import { type Database } from '../../platform/index.js';

/** Enough rounds for every segment of the write-ahead log that was there to be replaced. */
const MOST_ROUNDS = 32;

/**
 * Removes what a deletion leaves behind in the files: dead rows, values in the planner's statistics, pages of the
 * write-ahead log.
 *
 * The embedded database is rewritten, which takes about a second for some hundred megabytes. On PostgreSQL only the
 * statistics that quote one of the ids are made anew: dead rows are vacuumed by the server itself, and its files, log
 * archives and backups belong to whoever runs it.
 */
export async function sweep(database: Database, ids: readonly string[]): Promise<void> {
  if (database.kind === 'pglite') await rewriteEmbedded(database);
  else await renewStatistics(database, ids);
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

async function renewStatistics(database: Database, ids: readonly string[]): Promise<void> {
  const tables = await database.run((manager) =>
    manager.query<{ name: string }[]>(
      `select distinct format('%I.%I', schemaname, tablename) as name
       from pg_stats, unnest($1::text[]) as erased (id)
       where schemaname = current_schema()
         and position(erased.id in concat(most_common_vals::text, histogram_bounds::text, most_common_elems::text)) > 0`,
      [ids],
    ),
  );
  for (const { name } of tables) await database.run((manager) => manager.query(`analyze ${name}`));
}
