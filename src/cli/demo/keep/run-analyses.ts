import { runAnalysis } from '#strata/analytics/runs';
import { AnalysisVersions } from '#strata/analytics/versions';
import { uuidv7 } from '#strata/kernel';
import { type OpenShop } from '../../../in-process.js';

/** Runs analyses of the current release on what is stored until now, as `strata analysis run` does. */
export async function runAnalyses(
  { database, host, releases }: OpenShop,
  ids: readonly string[],
  { seed, by, progress }: { readonly seed: number; readonly by: string; readonly progress: (id: string) => void },
): Promise<void> {
  const { documents, hash } = await releases.published();
  const versions = new AnalysisVersions(database);
  for (const document of documents.analyses ?? []) {
    if (!ids.includes(document.id)) continue;
    progress(document.id);
    const source = { kind: 'stored', database } as const;
    const run = { id: uuidv7(), document, documents, release: hash, by, source, until: Date.now(), seed };
    const work = { signal: new AbortController().signal, progress: () => undefined };
    const finish = await runAnalysis(run, { database, host, versions }, work);
    await database.transaction(finish);
  }
}
