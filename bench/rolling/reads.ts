import { readFileSync } from 'node:fs';
import { Client } from 'pg';

/** Rows that were read of each table until now; partitions count as their table. */
export async function readRows(databaseUrl: string): Promise<ReadonlyMap<string, number>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ table: string; rows: number }>(
      `select regexp_replace(relname, '_\\d+$', '') as table,
         sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::float8 as rows
       from pg_stat_user_tables group by 1 order by 1`,
    );
    return new Map(rows.map((row) => [row.table, row.rows]));
  } finally {
    await client.end();
  }
}

/** The most memory that a process has had; undefined where /proc does not tell. */
export function peakMegabytes(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}
