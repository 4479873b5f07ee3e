import { type CompiledStrategy, compileRelease } from '#strata/engine/plan';
import { readArtefact } from '#strata/scoring/model';
import { StrataError } from '#sdk';
import { type AudienceRequest } from '../audience/index.js';
import { type SelectionPlan } from './selection-plan.js';

/** What of a plan says whom it is about and what is read of them. */
export type AudiencePlan = Pick<
  SelectionPlan,
  'release' | 'strategy' | 'source' | 'models' | 'quotas' | 'states' | 'now'
>;

/** The strategy that a plan decides by. @throws StrataError UNKNOWN_STRATEGY */
export function strategyOf({
  release: { documents, hash },
  strategy,
}: Pick<SelectionPlan, 'release' | 'strategy'>): CompiledStrategy {
  const found = compileRelease(documents, hash).strategies.find(({ document }) => document.id === strategy);
  if (found !== undefined) return found;
  throw new StrataError('UNKNOWN_STRATEGY', `There is no strategy “${strategy}”.`);
}

/** What the audience of a plan is opened with. @param folder where files are kept */
export function audienceRequest(plan: AudiencePlan, strategy: CompiledStrategy, folder: string): AudienceRequest {
  const { documents } = plan.release;
  const features = [...usedModels(plan, strategy)].flatMap(([, { bytes }]) => readArtefact(bytes).header.features);
  return {
    source: plan.source,
    documents,
    strategy,
    features: [...new Set(features.map(({ name }) => name))],
    segments: (plan.quotas ?? []).map(({ segment }) => segment),
    states: plan.states,
    now: plan.now,
    folder,
  };
}

/** The models that the strategy reads. */
export function usedModels(
  { models }: Pick<SelectionPlan, 'models'>,
  { campaignNeeds: needs }: CompiledStrategy,
): SelectionPlan['models'] {
  const used = [...needs.model, ...needs.baseline];
  return new Map([...models].filter(([id]) => used.includes(id)));
}
