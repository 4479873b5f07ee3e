import { createHash } from 'node:crypto';
import { type EntityManager } from 'typeorm';

/** A statement that every connection prepares once. */
export interface PreparedStatement {
  /** The same for the same text. */
  readonly name: string;
  readonly text: string;
}

/** Names a statement by its text. */
export function prepared(text: string): PreparedStatement {
  return { name: `strata_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`, text };
}

/** What is used of the `pg` client that is behind TypeORM's query runner. */
interface Client {
  query(statement: PreparedStatement & { readonly values: readonly unknown[] }): Promise<{ readonly rows: unknown[] }>;
}

/**
 * The rows of a prepared statement, on PostgreSQL only. After some runs the server keeps its plan: planning for all
 * partitions costs more than half of a small gather. TypeORM's own `query` cannot name a statement.
 */
export async function queryPrepared<T>(
  manager: EntityManager,
  statement: PreparedStatement,
  values: readonly unknown[],
): Promise<readonly T[]> {
  const runner = manager.dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as Client;
    const { rows } = await client.query({ ...statement, values });
    return rows as T[];
  } finally {
    await runner.release();
  }
}
