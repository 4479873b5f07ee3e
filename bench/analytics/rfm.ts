import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReleaseDocuments } from '#strata/engine';
import { sqlText } from '#strata/kernel';
import { type PluginHost } from '#strata/plugin-host';
import { type RfmAnalysis } from '#strata/rulebook/schemas';
import { RFM } from '#strata/analytics/rfm';
import { openMemory } from '#strata/tables';
import { printTime } from './reference.js';

const BAR_SECONDS = 5;
const UNTIL = Date.parse('2026-11-01T00:00:00Z');

/** Scores and the shipped stages of so many customers, from a Parquet file with five purchases each; seconds of the processor. */
export async function timeRfm(customers: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'rfm-'));
  try {
    const file = join(folder, 'purchases.parquet');
    await writePurchases(file, customers);
    const [analysis, facts] = await Promise.all(
      ['analyses/rfm.json', 'facts.json'].map(
        async (name) => JSON.parse(await readFile(join('rules', name), 'utf8')) as object,
      ),
    );
    const documents = { ...(facts as Pick<ReleaseDocuments, 'facts'>), segments: [], models: [], strategies: [] };
    const source = { kind: 'file', file, name: 'purchases.parquet' } as const;
    const begun = process.cpuUsage();
    await RFM.run(analysis as RfmAnalysis, {
      ...{ source, until: UNTIL, documents, seed: 1, previous: null, host: {} as PluginHost },
      ...{ signal: new AbortController().signal, progress: () => undefined },
    });
    const { user, system } = process.cpuUsage(begun);
    return printTime(
      `RFM and stages of ${String(customers)} customers, of the processor`,
      (user + system) / 1e6,
      BAR_SECONDS,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writePurchases(file: string, customers: number): Promise<void> {
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
