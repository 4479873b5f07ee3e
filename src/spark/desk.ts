import { type Quota, timeZoneOf } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { type CompiledStrategy, compileRelease } from '#strata/engine/plan';
import { type NeededFact, neededFacts } from '#strata/campaigns/audience';
import { type ArmProblem, armProblems, type Deciding, loadScorers } from '#strata/campaigns/selection';
import { type KnownPlugin } from '#strata/plugin-host/worker';
import { readArtefact } from '#strata/scoring/model';
import { StrataError } from '#sdk';
import { type Bundle } from './bundle.js';

/** What a pass works with: a bundle at a moment, compiled. */
export interface Desk {
  readonly bundle: Bundle;
  readonly strategy: CompiledStrategy;
  readonly arms: readonly ArmProblem[];
  /** The facts that are read of everybody. */
  readonly facts: readonly NeededFact[];
  /** Loads the models, which no pass but the first needs. */
  deciding(): Promise<Deciding>;
}

/**
 * @param now milliseconds since 1970, UTC: the clock of all decisions
 * @throws StrataError INVALID_DOCUMENT, UNKNOWN_STRATEGY, and what loading models throws
 */
export function openDesk(bundle: Bundle, now: number, plugins: readonly KnownPlugin[]): Desk {
  const { campaign, models } = bundle;
  const { documents, hash } = bundle.release;
  const { limits = {}, stock = {}, quotas = [], objective, availability } = campaign;
  const strategy = compileRelease(documents, hash).strategies.find(({ document }) => document.id === campaign.strategy);
  if (strategy === undefined) {
    throw new StrataError('UNKNOWN_STRATEGY', `There is no strategy “${campaign.strategy}”.`);
  }
  const used = [...models].filter(([id]) =>
    [...strategy.campaignNeeds.model, ...strategy.campaignNeeds.baseline].includes(id),
  );
  const features = used.flatMap(([, { bytes }]) => readArtefact(bytes).header.features.map(({ name }) => name));
  const segments = quotas.map(({ segment }: Quota) => segment);
  const options = { facts: documents.facts, segments: documents.segments, timeZone: timeZoneOf(documents) };
  return {
    bundle,
    strategy,
    arms: armProblems(strategy, { limits, stock, quotas, objective }),
    facts: neededFacts({ documents, strategy, features: [...new Set(features)], segments }),
    deciding: async () => ({
      strategy,
      now,
      availability,
      objective,
      minimumRoi: limits.minimumRoi,
      quotas: segments.map((segment) => compileCondition(segment, { ...options, isPublished: true })),
      scorers: await loadScorers(
        used.map(([id, { bytes }]) => ({ id, bytes })),
        plugins,
      ),
      // Bundles hold no policies: their arms decide as the model's.
      policies: null,
      draw: '',
    }),
  };
}
