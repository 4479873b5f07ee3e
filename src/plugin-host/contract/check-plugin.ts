import { type PluginKindCode } from '#sdk';
import { type PluginHost } from '../index.js';
import { checkClusterer } from './check-clusterer.js';
import { checkLifetime } from './check-lifetime.js';
import { checkPolicy } from './check-policy.js';
import { checkRecommender } from './check-recommender.js';
import { checkScorer } from './check-scorer.js';
import { type ContractResult, type ContractSuite } from './contract-suite.js';

const SUITES: Readonly<Record<PluginKindCode, ContractSuite>> = {
  scorer: checkScorer,
  policy: checkPolicy,
  lifetime: checkLifetime,
  clusterer: checkClusterer,
  recommender: checkRecommender,
};

/** A small set is learned in seconds. */
const TRAINING_TIME_MS = 60_000;

/**
 * Checks every promise of the contract of an admitted plugin's kind through the host, so that a hostile plugin cannot hurt the
 * process. `options` are the plugin's, where it cannot do without; a training has `trainingTimeMs`. Never rejects, and always
 * ends. Nothing is checked of a plugin that is not there.
 */
export async function checkPlugin(
  host: PluginHost,
  id: string,
  options: Readonly<Record<string, unknown>> = {},
  trainingTimeMs = TRAINING_TIME_MS,
): Promise<readonly ContractResult[]> {
  const plugin = host.plugins.get(id);
  return plugin === undefined ? [] : await SUITES[plugin.manifest.kind](host, id, options, trainingTimeMs);
}
