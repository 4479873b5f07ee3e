import { type DataSource } from 'typeorm';
import { StrataError } from '#sdk';
import { damaged } from './bad-home.js';

/**
 * Refuses an embedded database that another program made, or a newer version of Strata, before anything is written.
 *
 * @throws StrataError BAD_HOME
 */
export async function refuseOthersDatabase(dataSource: DataSource, folder: string): Promise<void> {
  const tables = await dataSource.query<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  if (tables.length === 0) return;
  if (!tables.some(({ name }) => name === 'migrations')) {
    throw damaged(folder, `it is another program's (with a table "${tables[0]?.name ?? ''}")`);
  }
  const done = await dataSource.query<{ name: string }[]>(`select name from migrations order by timestamp desc`);
  const known = new Set(dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name));
  const newer = done.find(({ name }) => !known.has(name));
  if (newer !== undefined) throw ofNewerVersion(folder, newer.name);
}

function ofNewerVersion(folder: string, migration: string): StrataError {
  return new StrataError(
    'BAD_HOME',
    `The embedded database in ${folder} was written by a newer version of Strata (its migration ${migration} is not ` +
      'known here). Use that version, restore a backup from before the upgrade, or choose another STRATA_HOME.',
  );
}
