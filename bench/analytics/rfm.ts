import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReleaseDocuments } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { type RfmAnalysis } from '#strata/rulebook/schemas';
import { RFM } from '#strata/analytics/rfm';
import { UNTIL, writePurchases } from './purchases-file.js';
import { printTime } from './reference.js';

const BAR_SECONDS = 5;

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
