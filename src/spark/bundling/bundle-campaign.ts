import { type Campaign, type FileAudience, type ReleaseDocuments } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { keepStates } from '#strata/campaigns/audience';
import { fixPlan, selectionPlan } from '#strata/campaigns/job';
import { type ModelRegistry } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { StrataError } from '#sdk';
import { writeBundle } from '../index.js';

/** What a bundle is made of. */
export interface BundleRequest {
  readonly release: { readonly hash: string; readonly documents: ReleaseDocuments };
  readonly campaign: Campaign;
  /** The columns of the table of people. */
  readonly audience: Pick<FileAudience, 'id' | 'facts' | 'consent'>;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/**
 * Writes the bundle of a campaign: its release, the champions of its models, what is left of its limits, and what Strata
 * knows of people (`states.parquet`: suppressions, the last word on consent, earlier contacts, what the contact policy reads).
 *
 * @throws StrataError UNKNOWN_STRATEGY
 */
export async function bundleCampaign(
  ports: { readonly database: Database; readonly registry: ModelRegistry },
  { release: { hash, documents }, campaign, audience, now }: BundleRequest,
  folder: string,
): Promise<void> {
  const release = compileRelease(documents, hash);
  const strategy = release.strategies.find(({ document }) => document.id === campaign.strategy);
  if (strategy === undefined) {
    throw new StrataError('UNKNOWN_STRATEGY', `There is no strategy “${campaign.strategy}”.`);
  }
  const plan = await fixPlan(ports, { release, strategy }, { now, round: 0 });
  // Where the people come from is said to Spark.
  const payload = { document: { ...campaign, audience: { files: '', ...audience } }, directory: '' };
  const selection = await selectionPlan({ ...ports, plugins: [], dataDir: '' }, { payload, release, strategy, plan });
  const { models, states } = selection;
  const { campaign: id, strategy: strategyId, availability, objective, limits, stock, quotas } = selection;
  const fixed = { campaign: id, strategy: strategyId, audience };
  await writeBundle(folder, {
    release: { hash, documents },
    models,
    campaign: {
      ...fixed,
      ...(availability === undefined ? {} : { availability }),
      ...(objective === undefined ? {} : { objective }),
      ...(limits === undefined ? {} : { limits }),
      ...(stock === undefined ? {} : { stock }),
      ...(quotas === undefined ? {} : { quotas }),
    },
  });
  // Which columns the table has is not known yet.
  if (states !== undefined) await keepStates(states, folder, { timeZones: strategy.policy?.timeZone != null });
}
