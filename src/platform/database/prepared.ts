import { createHash } from 'node:crypto';
import { type EntityManager } from 'typeorm';
import { type PreparedStatement } from './pglite/pglite-driver.js';

/** Names a statement by its text. */
export function prepared(text: string): PreparedStatement {
  return { name: `strata_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`, text };
}

/** What is used of the connection behind TypeORM's query runner: the `pg` package's, or ours to PGlite. */
interface Client {
  query(statement: PreparedStatement & { readonly values: readonly unknown[] }): Promise<{ readonly rows: unknown[] }>;
}

/**
 * The rows of a prepared statement. It is parsed once a connection, and after some runs the database keeps its plan.
 * TypeORM's own `query` cannot name a statement; its errors carry the driver's, these are the driver's.
 */
export async function queryPrepared<T>(
  manager: EntityManager,
  statement: PreparedStatement,
  values: readonly unknown[],
): Promise<readonly T[]> {
  // Inside a transaction its own connection.
  const runner = manager.queryRunner ?? manager.dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as Client;
    const { rows } = await client.query({ ...statement, values });
    return rows as T[];
  } finally {
    if (runner !== manager.queryRunner) await runner.release();
  }
}
