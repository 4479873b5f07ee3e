import { checkPool, type DriftReport, type PoolBatch } from '#strata/models/proof/drift';
import { type ModelRegistry } from '#strata/models/registry';
import { type PluginHost } from '#strata/plugin-host';
import { type PreviewedPlan } from './open-preview.js';
import { type ModelPool } from './threads/tasks.js';

/** What models are compared with their training by. */
export interface ModelPorts {
  readonly registry: ModelRegistry;
  readonly host: PluginHost;
}

/** Compares people whom models are to score with those that these were trained on. */
export async function checkPools(
  { models, release: { documents } }: Pick<PreviewedPlan, 'models' | 'release'>,
  pools: readonly ModelPool[],
  { registry, host }: ModelPorts,
): Promise<readonly DriftReport[]> {
  const reports: DriftReport[] = [];
  for (const document of documents.models) {
    const chosen = models.get(document.id);
    const own = pools.filter(({ model, rows }) => model === document.id && rows > 0);
    if (chosen === undefined || own.length === 0) continue;
    const reference = await registry.reference(document.id, chosen.version);
    if (reference === null) continue;
    const version = await registry.version(document.id, chosen.version);
    const scorer = await host.load(chosen.bytes, 'batch');
    try {
      const request = { document, version, reference, scorer, facts: documents.facts };
      reports.push(await checkPool({ ...request, name: 'the campaign', pool: batchesOf(own) }));
    } finally {
      await scorer.close();
    }
  }
  return reports;
}

async function* batchesOf(pools: readonly ModelPool[]): AsyncGenerator<PoolBatch> {
  yield* await Promise.resolve(pools);
}
