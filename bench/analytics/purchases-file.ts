import { sqlText } from '#strata/kernel';
import { openMemory } from '#strata/tables';

/** The moment before which they were made. */
export const UNTIL = Date.parse('2026-11-01T00:00:00Z');

/** A Parquet file of so many customers with one to nine purchases each, five on average, in the year before. */
export async function writePurchases(file: string, customers: number): Promise<void> {
  const { connection, close } = await openMemory();
  try {
    await connection.run(
      `copy (select 'user-' || u as user_id, 5 + (hash(p, u) % 20000) / 100.0 as amount,
          make_timestamp((${String(UNTIL / 1000)} - (hash(u, p) % 31536000)::bigint) * 1000000) as at
        from range(${String(customers)}) t(u), lateral (select unnest(range(1 + (hash(u) % 9)::bigint)) as p))
       to ${sqlText(file, 'duckdb')} (format parquet)`,
    );
  } finally {
    close();
  }
}
