import { checkPool, type DriftReport, type PoolBatch } from '#strata/models/proof/drift';
import { type ModelRegistry } from '#strata/models/registry';
import { type PluginHost } from '#strata/plugin-host';
import { strategyOf, usedModels } from '../selection/index.js';
import { campaignPhrases } from '../words/index.js';
import { type ModelCheck } from './answer/campaign-preview.js';
import { type LookBounds, PEOPLE, type PreviewedPlan, withPreview } from './open-preview.js';
import { type ModelPool } from './threads/tasks.js';

/** What models are compared with their training by. */
export interface ModelPorts {
  readonly registry: ModelRegistry;
  readonly host: PluginHost;
}

/**
 * Compares the people of a campaign whom its models are to score with those that these were trained on: a sample of them, the
 * one that a preview looks at. A model that was trained before references were kept is not looked at.
 *
 * @throws StrataError CANCELLED, SCORER_…, and what opening an audience throws
 */
export async function checkAudience(
  plan: PreviewedPlan,
  { registry, host, ...bounds }: Omit<LookBounds, 'people'> & ModelPorts,
): Promise<readonly DriftReport[]> {
  if (!(await isAnyKnown(plan, registry))) return [];
  return await withPreview(plan, { ...bounds, people: PEOPLE }, async ({ blocks, crew }) => {
    const pools: ModelPool[] = [];
    for await (const found of crew.askAll('pool', blocks, bounds.signal)) pools.push(...found);
    return await checkPools(plan, pools, { registry, host });
  });
}

async function isAnyKnown(plan: PreviewedPlan, registry: ModelRegistry): Promise<boolean> {
  for (const [id, { version }] of usedModels(plan, strategyOf(plan))) {
    if ((await registry.reference(id, version)) !== null) return true;
  }
  return false;
}

/** Compares people whom models are to score with those that these were trained on. @param ports with the language of the words */
export async function checkPools(
  { models, release: { documents } }: Pick<PreviewedPlan, 'models' | 'release'>,
  pools: readonly ModelPool[],
  { registry, host, language }: ModelPorts & Pick<LookBounds, 'language'>,
): Promise<readonly DriftReport[]> {
  const name = campaignPhrases(language).pool;
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
      const request = { document, version, reference, scorer, facts: documents.facts, name, language };
      reports.push(await checkPool({ ...request, pool: batchesOf(own) }));
    } finally {
      await scorer.close();
    }
  }
  return reports;
}

async function* batchesOf(pools: readonly ModelPool[]): AsyncGenerator<PoolBatch> {
  yield* await Promise.resolve(pools);
}

/** What a report comes to. */
export function modelCheck({ model, version, people, result, headline, notes }: DriftReport): ModelCheck {
  return { model, version, people, result, headline, notes };
}
