import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DataSource, type MigrationInterface } from 'typeorm';
import { StrataError } from '#sdk';
import { PACKAGE_ROOT } from '../index.js';

type Migration = new () => MigrationInterface;

/** Any number: the same for all processes that may migrate the same database, the first bytes of "strata". */
const ADVISORY_LOCK = 0x73747261;

/**
 * All migrations that were built into `dist/migrations`, oldest first.
 *
 * @throws StrataError INTERNAL where the package was not built
 */
export async function loadMigrations(): Promise<readonly Migration[]> {
  const folder = join(PACKAGE_ROOT, 'dist', 'migrations');
  const files = filesOf(folder).filter((name) => /^\d+-[a-z0-9-]+\.js$/.test(name));
  const modules = await Promise.all(
    files.sort().map((name): Promise<object> => import(/* @vite-ignore */ pathToFileURL(join(folder, name)).href)),
  );
  return modules.flatMap((module) => Object.values(module).filter(isMigration));
}

/** Runs the pending migrations, each in its own transaction; on PostgreSQL one process at a time. */
export async function migrate(dataSource: DataSource, kind: 'pglite' | 'postgres'): Promise<void> {
  if (kind === 'pglite') {
    await dataSource.runMigrations({ transaction: 'each' });
    return;
  }
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' });
    await runner.query('select pg_advisory_unlock($1)', [ADVISORY_LOCK]);
  } finally {
    await runner.release();
  }
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new StrataError('INTERNAL', 'Strata is not built yet: run `npm run build` first.', { cause });
  }
}

function isMigration(value: unknown): value is Migration {
  return typeof value === 'function' && 'up' in (value.prototype as object);
}
